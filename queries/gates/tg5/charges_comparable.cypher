// With which charges on record can the verification report be compared?
// Where nothing is charged by intention, the charges are 0.
// param service: ref, the service
// returns document: ref, the document
// returns charged: number, charges in the report's period and currency
// python: verification.charges_comparable

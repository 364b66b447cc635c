// Does the verification report state other charges than are on record for its period?
// param service: ref, the service
// param tolerance: number = policy cost_tolerance, how far they may lie apart, as a share
// returns document: ref, the document
// returns stated: number, what was recovered as the document states it
// returns charged: number, charges on record
// returns currency: text, in which currency
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// assessable: charges_comparable
// python: verification.charges_not_reconciled

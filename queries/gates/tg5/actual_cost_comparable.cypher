// With which computed cost can the actual cost of the verification report be compared?
// Computed is the full cost of the service in the report's period; there is nothing to compare where
// that isn't in the report's currency alone.
// param service: ref, the service
// returns document: ref, the document
// returns period: text, the period
// returns computed: number, full cost as rolled up
// returns currency: text, in which currency
// python: verification.actual_cost_comparable

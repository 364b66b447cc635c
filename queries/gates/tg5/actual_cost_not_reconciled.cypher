// Does the actual cost in the verification report differ from what is computed for its period?
// param service: ref, the service
// param tolerance: number = policy cost_tolerance, how far they may lie apart, as a share
// returns document: ref, the document
// returns period: text, the period
// returns stated: number, total cost of ownership as the document states it
// returns computed: number, full cost as rolled up
// returns difference: number, stated less computed, as a share of computed
// returns currency: text, in which currency
// gate: TG5
// severity: BLOCK
// document: business-case-verification-report
// assessable: actual_cost_comparable
// python: verification.actual_cost_not_reconciled

// With which computed cost can the total cost of the detailed business case be compared?
// Computed is the full cost of the service in the case's period; there is nothing to compare where that
// isn't in the case's currency alone.
// param service: ref, the service
// returns document: ref, the document
// returns period: text, the period
// returns computed: number, full cost as rolled up
// returns currency: text, in which currency
// python: business_cases.detailed_case_comparable

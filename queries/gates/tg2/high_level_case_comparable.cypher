// From which lower bound can the cost of the high-level business case be judged?
// The bound is the larger of two sums in its currency: the full costs, as rolled up, of the first years
// of its horizon, and the estimates of the items on the service's roadmap. What isn't recorded yet
// counts for nothing in either, so the true cost is no lower.
// param service: ref, the service
// returns document: ref, the document
// returns lower_bound: number, what it costs at least
// returns basis: text, roll-up or roadmap
// python: business_cases.high_level_case_comparable

// How do unit costs compare with what others pay?
// Comparable are only values of the same unit, currency, scope and year.
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns of: ref, the service or offering
// returns benchmark: ref, the benchmark
// returns variance: number, how much dearer we are, as a share of theirs; empty where not comparable
// returns ours: number, our unit cost
// returns theirs: number, their value
// returns unit: text, of what
// returns why_not: text, why they can't be compared
// python: service_finance.benchmark_variances

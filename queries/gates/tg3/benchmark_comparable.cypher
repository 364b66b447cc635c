// With which benchmarks can the unit cost behind the indicative unit price be compared?
// Comparable are only values of the same unit, currency, scope and year.
// param service: ref, the service
// returns document: ref, the indicative unit price
// returns benchmark: ref, the benchmark
// returns variance: number, how much dearer we are, as a share of theirs
// python: unit_prices.benchmark_comparable

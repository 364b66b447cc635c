// Does a unit cost more than others pay for it?
// param service: ref, the service
// param tolerance: number = policy benchmark_tolerance, how much dearer it may be, as a share
// returns document: ref, the indicative unit price
// returns benchmark: ref, the benchmark
// returns unit_cost: number, full cost of one unit at the volume that the price assumes
// returns theirs: number, what others pay
// returns variance: number, how much dearer we are, as a share of theirs
// gate: TG3
// severity: WARN
// document: indicative-unit-price
// assessable: benchmark_comparable
// python: unit_prices.unit_cost_above_benchmark

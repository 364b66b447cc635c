// What does one unit of each service cost?
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns service: ref, the service
// returns unit: text, what one unit is
// returns volume: number, units used in the period
// returns currency: text, in which currency
// returns unit_cost: number, full cost of one unit
// returns name: text, its name
// python: service_finance.unit_costs

// What does each service cost in full, its share of what it consumes included?
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns service: ref, the service with its offerings
// returns currency: text, in which currency; empty in a closed cycle
// returns direct_cost: number, what it costs itself
// returns full_cost: number, total cost of ownership; empty in a closed cycle, where it has no end
// returns name: text, its name
// returns unknown: integer, how many things are missing for this to be whole; the verb cost lists them
// python: service_finance.full_costs

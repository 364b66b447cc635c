// What is spent on which cost pool and resource tower?
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns cost_pool: text, the cost pool; empty where none is stated
// returns tower: text, the resource tower; empty where none is stated
// returns currency: text, in which currency
// returns amount: number, direct costs
// returns items: integer, cost items
// python: service_finance.costs_by_tower

// Which services recover their cost, and which don't?
// Services of which neither a cost nor a charge is known are left out.
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns service: ref, the service
// returns currency: text, in which currency
// returns full_cost: number, what it costs
// returns charged: number, what was charged; empty where no charge is on record although it isn't free
// returns position: number, charges less cost; above 0 too much was recovered
// returns ratio: number, charges over cost
// returns charging: texts, how it is charged for
// returns name: text, its name
// python: service_finance.recovery_positions

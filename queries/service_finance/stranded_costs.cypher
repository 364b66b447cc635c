// Which costs of a service would disappear without it, and which would stay?
// Running costs disappear with what nobody else uses. Of what others use too the variable share
// disappears. Investments stay on the books.
// param service: ref, the service
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns element: ref, where the money is spent
// returns cost_item: ref, the cost
// returns currency: text, in which currency
// returns avoidable: number, what disappears
// returns stranded: number, what stays
// returns undetermined: number, what may do either, as it doesn't say how variable it is
// returns name: text, name of the cost
// python: service_finance.stranded_costs

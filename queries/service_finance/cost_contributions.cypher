// Whose direct costs make up the full cost of a service?
// param service: ref, the service
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns element: ref, where the money is spent
// returns currency: text, in which currency
// returns amount: number, how much of the full cost it is
// returns share: number, the same as a share of it
// returns name: text, name of the element
// python: service_finance.cost_contributions

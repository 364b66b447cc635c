// With whom does the direct cost of an element end, after all that is passed on?
// param element: ref, the element
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns bearer: ref, with whom it ends; the element itself where its use is idle or nobody's
// returns currency: text, in which currency
// returns amount: number, how much
// returns share: number, the same as a share of the direct cost
// returns name: text, name of the bearer
// python: service_finance.cost_bearers

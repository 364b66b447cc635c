// Which costs does nobody bear?
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns element: ref, where they end
// returns reason: text, idle, consumed by nobody, or in a closed cycle
// returns currency: text, in which currency
// returns amount: number, how much
// returns name: text, name of the element
// python: service_finance.unallocated_costs

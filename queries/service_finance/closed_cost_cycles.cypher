// Which elements pass their cost on to each other alone, so that it never ends with anybody?
// param period: text = latest, a year, quarter or month; latest: the latest year with costs, if begun
// returns cycle: ref, the first member by reference
// returns element: ref, a member
// returns name: text, its name
// returns size: integer, how many members the cycle has
// python: service_finance.closed_cost_cycles

// Is the indicative unit price less than a unit costs?
// param service: ref, the service
// returns document: ref, the document
// returns price: number, price of one unit
// returns unit_cost: number, full cost of one unit at the volume that the price assumes
// returns margin: number, price less unit cost
// returns volume: number, units that are assumed
// returns break_even_volume: number, units from which on the price pays the cost; empty where not known
// returns currency: text, in which currency
// gate: TG3
// severity: WARN
// document: indicative-unit-price
// assessable: unit_price_comparable
// python: unit_prices.unit_price_below_cost

// With which computed unit cost can the indicative unit price be compared?
// The unit cost is the full cost of the service in the price's period, shared among the units that the
// price assumes. Break-even is where charges pay the fixed and the variable cost; that is known where
// every cost says how variable it is, and the price exceeds the variable cost of a unit.
// param service: ref, the service
// returns document: ref, the document
// returns unit_cost: number, full cost of one unit at the volume that the price assumes
// returns margin: number, price less unit cost
// returns break_even_volume: number, units from which on the price pays the cost
// returns currency: text, in which currency
// python: unit_prices.unit_price_comparable

// What does each element cost directly, item by item?
// returns period: text, the period
// returns element: ref, what the cost is of; empty where that isn't stated
// returns cost_item: ref, the cost
// returns name: text, its name
// returns amount: number, how much
// returns currency: text, in which currency
// returns kind: text, capex or opex
// returns cost_pool: text, its cost pool
// returns tower: text, its resource tower
// python: service_finance.direct_costs
MATCH (i:CostItem)
OPTIONAL MATCH (i)-[:COST_OF]->(e:Item)
RETURN i.period AS period, e.ref AS element, i.ref AS cost_item, i.name AS name, i.amount AS amount,
  i.currency AS currency, i.kind AS kind, i.cost_pool AS cost_pool, i.tower AS tower

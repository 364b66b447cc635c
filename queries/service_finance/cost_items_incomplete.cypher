// Which cost items can't be counted, because they don't say enough?
// returns cost_item: ref, the cost
// returns name: text, its name
// returns lacks: texts, what isn't stated
// python: service_finance.cost_items_incomplete
MATCH (i:CostItem)
WITH i, [pair IN [
    ['amount', i.amount IS NULL], ['currency', i.currency IS NULL], ['period', i.period IS NULL],
    ['element', NOT EXISTS { (i)-[:COST_OF]->() }]
  ] WHERE pair[1] | pair[0]] AS lacks
WHERE size(lacks) > 0
RETURN i.ref AS cost_item, i.name AS name, lacks

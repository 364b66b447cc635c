// What was charged to whom, for what?
// returns period: text, the period
// returns charged_for: ref, the service or offering
// returns charged_to: ref, who was charged
// returns charge: ref, the charge
// returns amount: number, how much
// returns currency: text, in which currency
// python: service_finance.charges_made
MATCH (c:Charge)
OPTIONAL MATCH (c)-[:CHARGE_FOR]->(what:Item)
OPTIONAL MATCH (c)-[:CHARGED_TO]->(who:Item)
RETURN c.period AS period, what.ref AS charged_for, who.ref AS charged_to, c.ref AS charge,
  c.amount AS amount, c.currency AS currency

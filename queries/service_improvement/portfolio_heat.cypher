// Which improvements are worth most for what they cost, service by service?
// returns service: ref, a service that the initiative concerns; empty where it concerns none
// returns initiative: ref, the initiative
// returns ratio: number, benefit of a year by cost; empty where one of them is unknown
// returns benefit: number, what it is worth in a year
// returns cost: number, what it costs
// returns currency: text, ISO 4217 code of both
// returns status: text, how far it has come
// python: service_improvement.portfolio_heat
MATCH (i:ImprovementInitiative)
OPTIONAL MATCH (i)-[:CONCERNS]->(s:Service)
RETURN DISTINCT s.ref AS service, i.ref AS initiative,
  CASE WHEN i.cost > 0 THEN i.benefit / i.cost END AS ratio,
  i.benefit AS benefit, i.cost AS cost, i.currency AS currency, i.status AS status

// How is each service charged for, and at which prices?
// returns service: ref, the service
// returns charged: ref, the service or that of its offerings which is charged for
// returns kind: text, how it is charged for
// returns price: number, price of one unit
// returns currency: text, in which currency
// returns unit: text, what one unit is
// returns valid_on: date, a day on which the price held
// python: service_finance.services_by_charging
MATCH (s:Service)
CALL (s) {
  RETURN s AS charged
  UNION
  MATCH (s)-[:HAS_OFFERING]->(o:ServiceOffering) RETURN o AS charged
}
OPTIONAL MATCH (charged)-[:CHARGED_BY]->(m:ChargingModel)
OPTIONAL MATCH (charged)-[:PRICED_AT]->(p:PriceItem)
WITH s, charged, m, p WHERE m IS NOT NULL OR p IS NOT NULL
RETURN s.ref AS service, charged.ref AS charged, m.kind AS kind, p.price AS price,
  p.currency AS currency, p.unit AS unit, toString(p.valid_on) AS valid_on

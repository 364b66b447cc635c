// Which offerings can be ordered and are charged for, but have no price?
// returns offering: ref, the offering
// returns name: text, its name
// returns service: ref, the service that it is of
// returns kind: text, how it is charged for
// python: service_finance.offerings_without_price
MATCH (s:Service)-[:HAS_OFFERING]->(o:ServiceOffering {orderable: true})-[:CHARGED_BY]->(m:ChargingModel)
WHERE m.kind IN ['fixed', 'tiered', 'unit', 'subscription'] AND NOT EXISTS { (o)-[:PRICED_AT]->() }
RETURN o.ref AS offering, o.name AS name, s.ref AS service, m.kind AS kind

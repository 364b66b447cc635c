// What keeps the contract from being signed by both sides about this service?
// param service: ref, the service before the gate
// returns contract: ref, the contract presented
// returns missing: text, `signature`, `provider`, `customer` or `the service`
// gate: TG4
// severity: BLOCK
// document: service-contract
// assessable: contracts_presented
// python: service_contracts.service_contract_unsigned
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
MATCH (d:ServiceContract)-[:FOR]->(s)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:PRESENTS]->(c:Contract)
WITH DISTINCT s, own, c
UNWIND [
  CASE WHEN coalesce(c.status, '') <> 'signed' THEN 'signature' END,
  CASE WHEN NOT EXISTS { (c)-[:PROVIDER_PARTY]->() } THEN 'provider' END,
  CASE WHEN NOT EXISTS { (c)-[:CUSTOMER_PARTY]->() } THEN 'customer' END,
  CASE WHEN NOT EXISTS { MATCH (c)-[:COVERS]->(x) WHERE x IN own } THEN 'the service' END
] AS missing
WITH c, missing
WHERE missing IS NOT NULL
RETURN c.ref AS contract, missing

// Which contracts does the service bring before TG4?
// param service: ref, the service before the gate
// returns contract: ref, a contract that a standing service contract document holds
// returns document: ref, the document
// python: service_contracts.contracts_presented
MATCH (d:ServiceContract)-[:FOR]->(:Item {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:PRESENTS]->(c:Contract)
RETURN DISTINCT c.ref AS contract, d.ref AS document

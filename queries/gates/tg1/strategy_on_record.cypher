// Which standing strategy of the service is on record?
// param service: ref, the service
// returns document: ref, the strategy
// python: documents.strategy_on_record
MATCH (d:ServiceStrategy)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

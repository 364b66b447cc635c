// Which standing release plan of the service is on record?
// param service: ref, the service
// returns document: ref, the release plan
// python: documents.release_plan_on_record
MATCH (d:ServiceReleasePlan)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

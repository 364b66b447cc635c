// Which standing design of the service is on record?
// param service: ref, the service
// returns document: ref, the design
// python: documents.design_on_record
MATCH (d:ServiceDesign)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

// Which standing roadmap of the service is on record?
// param service: ref, the service
// returns document: ref, the roadmap
// python: documents.roadmap_on_record
MATCH (d:ServiceRoadmap)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

// Which standing preliminary acceptance criteria of the service are on record?
// param service: ref, the service
// returns document: ref, the document that holds them
// python: documents.preliminary_criteria_on_record
MATCH (d:PreliminaryAcceptanceCriteria)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

// Which high-level business case of the service stands?
// param service: ref, the service
// returns document: ref, the document
// python: business_cases.high_level_case_on_record
MATCH (d:HighLevelBusinessCase)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

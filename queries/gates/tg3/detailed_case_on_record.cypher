// Which detailed business case of the service stands?
// param service: ref, the service
// returns document: ref, the document
// python: business_cases.detailed_case_on_record
MATCH (d:DetailedBusinessCase)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

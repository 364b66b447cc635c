// Which detailed business case of the service says what is recovered, or that nothing is charged?
// param service: ref, the service
// returns document: ref, the document
// python: business_cases.planned_recovery_stated
MATCH (d:DetailedBusinessCase)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  AND (d.charging IN ['none', 'showback'] OR (d.recovered IS NOT NULL AND d.full_cost > 0))
RETURN d.ref AS document

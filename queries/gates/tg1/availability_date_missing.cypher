// Does the strategy not say when the service will be available?
// param service: ref, the service
// returns strategy: ref, a standing strategy without the day
// gate: TG1
// severity: BLOCK
// document: service-strategy
// assessable: strategy_on_record
// python: justification.availability_date_missing
MATCH (d:ServiceStrategy)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND d.available_from IS NULL
RETURN d.ref AS strategy

// Does the strategy name no objective that holds?
// param service: ref, the service
// returns service: ref, the service
// gate: TG1
// severity: BLOCK
// document: service-strategy
// assessable: strategy_on_record
// python: justification.strategy_without_objective
MATCH (s:Item {ref: $service})
WHERE NOT EXISTS {
  MATCH (d:ServiceStrategy)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:ALIGNS_WITH]->(o:StrategicObjective)
  WHERE coalesce(o.status, 'active') = 'active'
}
RETURN s.ref AS service

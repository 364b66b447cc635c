// Is the service to bring no outcome that has a measure, a target and a day?
// An outcome belongs to the service directly, or through its strategy.
// param service: ref, the service
// returns service: ref, the service
// returns incomplete: texts, outcomes that are named and lack something
// gate: TG1
// severity: BLOCK
// document: service-strategy
// assessable: strategy_on_record
// python: justification.strategy_without_measurable_outcome
MATCH (s:Item {ref: $service})
WITH s, COLLECT {
  MATCH (d:ServiceStrategy)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  RETURN d
} AS strategies
WITH s, COLLECT {
  MATCH (x)-[:TARGETS_OUTCOME]->(o:BusinessOutcome)
  WHERE x = s OR x IN strategies
  RETURN DISTINCT o ORDER BY o.ref
} AS outcomes
WHERE all(o IN outcomes
  WHERE trim(coalesce(o.measure, '')) = '' OR o.target IS NULL OR o.due_on IS NULL)
RETURN s.ref AS service, [o IN outcomes | o.ref] AS incomplete

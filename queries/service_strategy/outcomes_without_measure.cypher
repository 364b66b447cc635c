// Which outcomes that services are to bring can't be measured as they are stated?
// An outcome belongs to a service directly, or through a standing strategy for it.
// returns outcome: ref, the outcome
// returns service: ref, the service that is to bring it
// returns name: text, name of the outcome
// returns missing: texts, what it lacks: `measure`, `target`, `due_on`
// python: service_strategy.outcomes_without_measure
CALL () {
  MATCH (s:Service)-[:TARGETS_OUTCOME]->(o:BusinessOutcome)
  RETURN s, o
  UNION
  MATCH (s:Service)<-[:FOR]-(d:ServiceStrategy)-[:TARGETS_OUTCOME]->(o:BusinessOutcome)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  RETURN s, o
}
WITH s, o, [lacking IN [
  CASE WHEN trim(coalesce(o.measure, '')) = '' THEN 'measure' END,
  CASE WHEN o.target IS NULL THEN 'target' END,
  CASE WHEN o.due_on IS NULL THEN 'due_on' END
] WHERE lacking IS NOT NULL] AS missing
WHERE missing <> []
RETURN o.ref AS outcome, s.ref AS service, o.name AS name, missing

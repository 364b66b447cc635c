// Does each service bring the outcomes that its strategy promised?
// returns service: ref, the service
// returns outcome: ref, an outcome that it, or its standing strategy, is to bring
// returns due_on: date, day by which it is wanted
// returns baseline: number, value before
// returns wanted: number, value wanted
// returns value: number, value measured last; empty where nothing was
// returns met: boolean, whether the outcome is there; empty where that can't be told
// python: attainment.outcome_attainment
MATCH (s:Service)
CALL (s) {
  MATCH (s)-[:TARGETS_OUTCOME]->(o)
  RETURN o
  UNION
  MATCH (d:ServiceStrategy)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:TARGETS_OUTCOME]->(o)
  RETURN o
}
WITH s, o, head(COLLECT {
  MATCH (o)<-[:MEASURES]-(m:Measurement)
  WHERE m.value IS NOT NULL
  WITH DISTINCT m
  RETURN m.value ORDER BY coalesce(toString(m.measured_on), '') DESC, coalesce(m.period, '') DESC, m.ref DESC LIMIT 1
}) AS value
RETURN s.ref AS service, o.ref AS outcome, toString(o.due_on) AS due_on, o.baseline AS baseline,
  o.target AS wanted, value,
  CASE WHEN o.target >= o.baseline THEN value >= o.target WHEN o.target < o.baseline THEN value <= o.target END AS met

// Which outcomes that are due has the service not brought?
// The latest measurement counts. Better is what lies on the target's side of the baseline.
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns outcome: ref, an outcome that is due
// returns wanted: number, value wanted
// returns value: number, value measured last
// returns due_on: date, day by which it was wanted; empty where that is always
// gate: TG5
// severity: BLOCK
// document: business-case-verification-report
// assessable: outcomes_targeted
// python: business_case_review.outcomes_missed
MATCH (s:Item {ref: $service})
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
WITH o, head(COLLECT {
  MATCH (o)<-[:MEASURES]-(m:Measurement)
  WHERE m.value IS NOT NULL
  WITH DISTINCT m
  RETURN m.value ORDER BY coalesce(toString(m.measured_on), '') DESC, coalesce(m.period, '') DESC, m.ref DESC LIMIT 1
}) AS value
WHERE coalesce(o.due_on <= $on, true) AND (
  (o.target >= o.baseline AND value < o.target) OR (o.target < o.baseline AND value > o.target))
RETURN o.ref AS outcome, o.target AS wanted, value, toString(o.due_on) AS due_on

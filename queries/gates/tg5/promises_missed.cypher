// Which promises of the service were not kept when they were last measured?
// param service: ref, the service before the gate
// returns target: ref, the promise
// returns measure: text, what is measured
// returns promised: number, value promised
// returns value: number, value measured last
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// assessable: promises_made
// python: business_case_review.promises_missed
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
CALL (own) {
  UNWIND own AS maker
  MATCH (maker)-[:SETS_TARGET]->(t)
  RETURN t
  UNION
  UNWIND own AS covered
  MATCH (covered)<-[:COVERS]-(c:Contract)-[:SETS_TARGET]->(t)
  WHERE coalesce(c.status, 'signed') = 'signed' AND (
    EXISTS { MATCH (t)<-[:SETS_TARGET]-(x) WHERE x IN own }
    OR NOT EXISTS { MATCH (t)<-[:SETS_TARGET]-(x) WHERE NOT x:Contract })
  RETURN t
}
WITH DISTINCT t, coalesce(t.at_most, t.unit IN ['seconds', 'minutes', 'hours', 'days'], false) AS at_most, head(COLLECT {
  MATCH (t)<-[:MEASURES]-(m:Measurement)
  WHERE m.value IS NOT NULL
  WITH DISTINCT m
  RETURN m.value ORDER BY coalesce(toString(m.measured_on), '') DESC, coalesce(m.period, '') DESC, m.ref DESC LIMIT 1
}) AS value
WHERE CASE WHEN at_most THEN value > t.target ELSE value < t.target END
RETURN t.ref AS target, t.measure AS measure, t.target AS promised, value

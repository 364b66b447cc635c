// Which promises were missed, are getting worse, or aren't measured at all?
// A promise that was kept last time is getting worse where one more step like the last one breaks it.
// returns service: ref, the service
// returns risk: text, `missed`, `getting worse` or `not measured`
// returns target: ref, the promise
// returns measure: text, what is measured
// returns promised: number, value promised
// returns value: number, value measured last
// returns before: number, value measured before that
// python: attainment.services_at_risk
MATCH (s:Service)
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
WITH DISTINCT s, t, coalesce(t.at_most, t.unit IN ['seconds', 'minutes', 'hours', 'days'], false) AS at_most, COLLECT {
  MATCH (t)<-[:MEASURES]-(m:Measurement)
  WHERE m.value IS NOT NULL
  WITH DISTINCT m
  RETURN m.value
  ORDER BY coalesce(toString(m.measured_on), '') DESC, coalesce(m.period, '') DESC, m.ref DESC LIMIT 2
} AS found
WHERE t.target IS NOT NULL
WITH s, t, at_most, found[0] AS value, found[1] AS before
WITH s, t, value, before, CASE
  WHEN value IS NULL THEN 'not measured'
  WHEN CASE WHEN at_most THEN value > t.target ELSE value < t.target END THEN 'missed'
  WHEN before IS NULL THEN null
  WHEN CASE WHEN at_most THEN value + (value - before) > t.target ELSE value + (value - before) < t.target END THEN 'getting worse'
END AS risk
WHERE risk IS NOT NULL
RETURN s.ref AS service, risk, t.ref AS target, t.measure AS measure, t.target AS promised, value, before

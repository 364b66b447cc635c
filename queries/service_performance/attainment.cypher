// How well were promises kept, period by period?
// A promise is a service level target of the service, of an offering of it, or of a contract in
// force about it.
// returns service: ref, the service
// returns target: ref, the promise
// returns period: text, the period
// returns measure: text, what is measured
// returns promised: number, value promised
// returns value: number, value measured
// returns met: boolean, whether the promise was kept
// python: attainment.attainment
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
MATCH (t)<-[:MEASURES]-(m:Measurement)
WHERE t.target IS NOT NULL AND m.value IS NOT NULL
RETURN DISTINCT s.ref AS service, t.ref AS target, m.period AS period, t.measure AS measure,
  t.target AS promised, m.value AS value,
  CASE WHEN coalesce(t.at_most, t.unit IN ['seconds', 'minutes', 'hours', 'days'], false) THEN m.value <= t.target ELSE m.value >= t.target END AS met

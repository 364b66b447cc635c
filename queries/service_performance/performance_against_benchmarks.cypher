// How do services perform beside others in the industry?
// A benchmark is held against the latest measurement of a promise whose measure is the benchmark's
// scope. Only values in the same unit can be compared; what things cost is a question of finance.
// returns service: ref, the service
// returns benchmark: ref, the benchmark
// returns target: ref, the promise that is measured
// returns theirs: number, value of the others
// returns unit: text, unit of that
// returns ours: number, our value; empty where the units differ
// returns our_unit: text, unit of our value
// python: attainment.performance_against_benchmarks
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
WITH DISTINCT s, own, t
WHERE t.measure IS NOT NULL AND t.unit IS NOT NULL
UNWIND own AS maker
MATCH (maker)-[:COMPARED_WITH]->(b:Benchmark {scope: t.measure})
WITH DISTINCT s, t, b, head(COLLECT {
  MATCH (t)<-[:MEASURES]-(m:Measurement)
  WHERE m.value IS NOT NULL
  WITH DISTINCT m
  RETURN m.value ORDER BY coalesce(toString(m.measured_on), '') DESC, coalesce(m.period, '') DESC, m.ref DESC LIMIT 1
}) AS value
WHERE value IS NOT NULL
RETURN s.ref AS service, b.ref AS benchmark, t.ref AS target, b.value AS theirs, b.unit AS unit,
  CASE WHEN b.unit = t.unit THEN value END AS ours, t.unit AS our_unit

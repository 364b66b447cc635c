// Which shortfalls of the service does no improvement take care of?
// A shortfall is an outcome missed, a promise not kept, or a finding about the service or an offering
// of it. An initiative takes care of a finding that names it, and of what it concerns.
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns shortfall: ref, the outcome, the promise or the finding
// returns kind: text, `outcome`, `promise` or `finding`
// returns name: text, its name
// gate: TG5
// severity: BLOCK
// document: improvement-plans
// python: business_case_review.shortfalls_without_initiative
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
CALL (s, own) {
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
  RETURN o AS shortfall, 'outcome' AS kind
  UNION
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
  RETURN t AS shortfall, 'promise' AS kind
  UNION
  UNWIND own AS x
  MATCH (x)<-[:CONCERNS]-(f:Finding)
  RETURN f AS shortfall, 'finding' AS kind
}
WITH DISTINCT shortfall, kind
WHERE NOT EXISTS { (shortfall)-[:ADDRESSED_BY]->() }
  AND NOT EXISTS { (shortfall)<-[:CONCERNS]-(:ImprovementInitiative) }
RETURN shortfall.ref AS shortfall, kind, shortfall.name AS name

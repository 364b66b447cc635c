// Which replacements can't take the demand that is still to move to them?
// Only where both capacity and demand are on record.
// param service: ref, the service to be retired
// returns replacement: ref, where consumers are to move
// returns capacity: number, demand that it can serve
// returns used: number, demand that it serves now
// returns demand: number, demand of the planned transitions
// returns unit: text, unit of all three
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// python: retirement_replacements.replacement_lacks_capacity
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  WITH p ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref LIMIT 1
  MATCH (p)-[:FOR]->(other:Service)
  WHERE other <> s
  RETURN DISTINCT other
} AS together
WITH s, together + COLLECT {
  UNWIND together AS t
  MATCH (t)-[:HAS_OFFERING]->(o)
  RETURN DISTINCT o
} AS retired
CALL (retired) {
  MATCH (:Item)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
  WHERE origin IN retired
  MATCH (t)-[:MIGRATES_TO]->(x)
  RETURN x, t
  UNION
  UNWIND retired AS r
  MATCH (r)-[:REPLACED_BY]->(x)
  RETURN x, NULL AS t
}
WITH DISTINCT s, t, coalesce(head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(x) RETURN o ORDER BY o.ref LIMIT 1
}), x) AS replacement
WHERE replacement:Service
WITH replacement, collect(DISTINCT t) AS transitions
WITH replacement, coalesce(replacement.capacity_used, 0.0) AS used,
  reduce(d = 0.0, t IN [x IN transitions WHERE x.status = 'planned'] | d + coalesce(t.demand, 0.0)) AS demand
WHERE demand > 0 AND used + demand > replacement.capacity
RETURN replacement.ref AS replacement, replacement.capacity AS capacity, used, demand,
  replacement.capacity_unit AS unit

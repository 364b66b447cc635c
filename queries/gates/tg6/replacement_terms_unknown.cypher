// What isn't known of a replacement, so that nobody can tell whether it is as good?
// What the service states and the replacement doesn't, and what capacity planned transitions need.
// param service: ref, the service to be retired
// returns replacement: ref, where consumers are to move
// returns term: text, what is missing
// gate: TG6
// severity: INFO
// document: service-retirement-proposal
// python: retirement_replacements.replacement_terms_unknown
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
WITH s, replacement, collect(DISTINCT t) AS transitions
WITH s, replacement, [x IN transitions WHERE x.status = 'planned'] AS moving
UNWIND [
  CASE WHEN s.rto_minutes IS NOT NULL AND replacement.rto_minutes IS NULL THEN 'rto_minutes' END,
  CASE WHEN s.rpo_minutes IS NOT NULL AND replacement.rpo_minutes IS NULL THEN 'rpo_minutes' END,
  CASE WHEN s.support_hours IS NOT NULL AND replacement.support_hours IS NULL THEN 'support_hours' END,
  CASE WHEN s.data_residency IS NOT NULL AND replacement.data_residency IS NULL THEN 'data_residency' END,
  CASE WHEN size(moving) > 0 AND replacement.capacity IS NULL THEN 'capacity' END,
  CASE WHEN any(x IN moving WHERE x.demand IS NULL) THEN 'demand' END
] AS term
WITH replacement, term WHERE term IS NOT NULL
RETURN replacement.ref AS replacement, term

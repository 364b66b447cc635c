// Which replacements have other hours of support, or keep their data elsewhere?
// Whether that is as good, only people can tell; support around the clock is.
// param service: ref, the service to be retired
// returns replacement: ref, where consumers are to move
// returns term: text, `support_hours` or `data_residency`
// returns was: text, as the service states it
// returns will_be: text, as the replacement states it
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// python: retirement_replacements.replacement_terms_differ
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
WITH DISTINCT s, replacement
UNWIND [
  ['support_hours', s.support_hours, replacement.support_hours],
  ['data_residency', s.data_residency, replacement.data_residency]
] AS term
WITH replacement, term[0] AS term, term[1] AS was, term[2] AS will_be
WHERE will_be <> was AND will_be <> '24x7'
RETURN replacement.ref AS replacement, term, was, will_be

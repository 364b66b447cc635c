// Which replacements are not in operation, and which migrations lead nowhere?
// An offering is in operation when its service is.
// param service: ref, the service to be retired
// returns replacement: ref, what consumers are to move to; empty where nothing is named
// returns transition: ref, the transition that names it; empty where the service itself does
// returns lifecycle: text, the phase it is in
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// python: retirement_plan.replacement_not_in_operation
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
WITH retired, COLLECT {
  UNWIND retired AS r MATCH (r)-[:REPLACED_BY]->(x) RETURN DISTINCT x
} AS general
CALL (retired, general) {
  MATCH (:Item)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
  WHERE origin IN retired
  OPTIONAL MATCH (t)-[:MIGRATES_TO]->(x)
  WITH t, x, general
  WHERE x IS NOT NULL OR (general = [] AND t.status IN ['migrated', 'planned'])
  RETURN t, x
  UNION
  UNWIND general AS x
  RETURN null AS t, x
}
WITH t, x, coalesce(x.lifecycle, head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(x) RETURN o.lifecycle ORDER BY o.ref LIMIT 1
})) AS lifecycle
WHERE lifecycle IS NULL OR NOT lifecycle IN ['operate', 'improve']
RETURN DISTINCT x.ref AS replacement, t.ref AS transition, lifecycle

// Which consumers are to leave after the effective date, or on no day at all?
// param service: ref, the service to be retired
// returns consumer: ref, who leaves
// returns transition: ref, the transition that says so
// returns planned_on: date, the day planned
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// assessable: effective_date
// python: retirement_consumers.migrations_after_effective_date
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
} AS retired, head(COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  RETURN p.effective_on ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref
}) AS effective_on
MATCH (consumer)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
WHERE origin IN retired AND t.status = 'planned' AND (t.planned_on IS NULL OR t.planned_on > effective_on)
RETURN DISTINCT consumer.ref AS consumer, t.ref AS transition, toString(t.planned_on) AS planned_on

// Whose use ends, or is lost, without a consent or an approval on record?
// param service: ref, the service to be retired
// returns consumer: ref, who leaves
// returns transition: ref, the transition that says so
// returns status: text, `terminated` or `accepted_loss`
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// python: retirement_consumers.terminations_without_consent
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
MATCH (consumer)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
WHERE origin IN retired AND t.status IN ['terminated', 'accepted_loss'] AND trim(coalesce(t.consent, '')) = ''
RETURN DISTINCT consumer.ref AS consumer, t.ref AS transition, t.status AS status

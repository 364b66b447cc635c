// Which consumers have more than one transition away from the same thing?
// One transition for each offering is in order; one from the service speaks for all of them.
// param service: ref, the service to be retired
// returns consumer: ref, who leaves
// returns transitions: texts, the transitions
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// python: retirement_consumers.consumers_with_several_dispositions
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
WHERE origin IN retired
WITH consumer, collect(DISTINCT t.ref) AS transitions, collect(DISTINCT origin) AS origins
WHERE size(transitions) > 1 AND (size(transitions) > size(origins)
  OR any(o IN origins WHERE EXISTS { MATCH (o)-[:HAS_OFFERING]->(x) WHERE x IN origins }))
RETURN consumer.ref AS consumer, COLLECT { UNWIND transitions AS t RETURN t ORDER BY t } AS transitions

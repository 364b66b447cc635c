// Which continuity plans cover the service together with something that stays, and have to be rewritten?
// param service: ref, the service to be retired
// returns plan: ref, the plan
// returns covers: ref, what it covers too
// returns name: text, name of the plan
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// python: retirement_terms.plans_that_count_on_it
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
UNWIND retired AS used
MATCH (used)-[:COVERED_BY_PLAN]->(plan)<-[:COVERED_BY_PLAN]-(other)
WHERE NOT other IN retired
RETURN DISTINCT plan.ref AS plan, other.ref AS covers, plan.name AS name

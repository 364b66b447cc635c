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
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS retired
UNWIND retired AS used
MATCH (used)-[:COVERED_BY_PLAN]->(plan)<-[:COVERED_BY_PLAN]-(other)
WHERE NOT other IN retired
RETURN DISTINCT plan.ref AS plan, other.ref AS covers, plan.name AS name

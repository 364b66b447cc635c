// Which initiatives lack somebody who answers for them, a day, or a measure of success?
// Initiatives are those of the standing improvement plans and those that concern the service.
// param service: ref, the service before the gate
// returns initiative: ref, the initiative
// returns missing: text, `owner`, `due date` or `metric`
// gate: TG5
// severity: BLOCK
// document: improvement-plans
// python: business_case_review.initiatives_incomplete
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
CALL (s, own) {
  MATCH (d:ImprovementPlans)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:PLANS_INITIATIVE]->(i)
  RETURN i
  UNION
  UNWIND own AS x
  MATCH (x)<-[:CONCERNS]-(i:ImprovementInitiative)
  RETURN i
}
WITH DISTINCT i
UNWIND [
  CASE WHEN NOT EXISTS { (i)-[:OWNED_BY]->() } THEN 'owner' END,
  CASE WHEN i.due_on IS NULL THEN 'due date' END,
  CASE WHEN trim(coalesce(i.benefit_metric, '')) = '' THEN 'metric' END
] AS missing
WITH i, missing
WHERE missing IS NOT NULL
RETURN i.ref AS initiative, missing

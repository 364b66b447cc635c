// Which initiatives of the service should be done by now, and aren't?
// Initiatives are those of the standing improvement plans and those that concern the service.
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns due_on: date, day it was to be done, before `on`
// returns initiative: ref, the initiative
// returns name: text, its name
// gate: TG5
// severity: WARN
// document: improvement-plans
// python: business_case_review.service_initiatives_overdue
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
WHERE i.due_on < $on AND i.done_on IS NULL AND coalesce(i.status, '') <> 'done'
RETURN toString(i.due_on) AS due_on, i.ref AS initiative, i.name AS name

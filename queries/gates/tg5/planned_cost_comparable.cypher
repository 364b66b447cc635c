// Which plan states the cost of the period that the verification report is about?
// param service: ref, the service
// returns document: ref, the verification report
// returns plan: ref, the detailed business case
// python: verification.planned_cost_comparable
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(s:Service {ref: $service})
MATCH (s)<-[:FOR]-(plan:DetailedBusinessCase)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND coalesce(plan.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND NOT EXISTS { ()-[:SUPERSEDES]->(plan) }
  AND d.period = plan.period AND d.currency = plan.currency
  AND d.actual_cost IS NOT NULL AND plan.full_cost > 0
RETURN d.ref AS document, plan.ref AS plan

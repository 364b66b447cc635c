// Did the service cost more than planned?
// param service: ref, the service
// param tolerance: number = policy plan_tolerance, how far it may lie on the wrong side, as a share
// returns document: ref, the verification report
// returns plan: ref, the detailed business case
// returns actual: number, actual total cost of ownership
// returns planned: number, what was planned
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// assessable: planned_cost_comparable
// python: verification.cost_above_plan
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(s:Service {ref: $service})
MATCH (s)<-[:FOR]-(plan:DetailedBusinessCase)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND coalesce(plan.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND NOT EXISTS { ()-[:SUPERSEDES]->(plan) }
  AND d.period = plan.period AND d.currency = plan.currency
  AND plan.full_cost > 0
  AND d.actual_cost > (1 + $tolerance) * plan.full_cost
RETURN d.ref AS document, plan.ref AS plan, d.actual_cost AS actual, plan.full_cost AS planned

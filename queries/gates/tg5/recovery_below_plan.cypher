// Was less recovered than planned?
// param service: ref, the service
// param tolerance: number = policy plan_tolerance, how far it may lie on the wrong side, as a share
// returns document: ref, the verification report
// returns plan: ref, the detailed business case
// returns actual: number, what was recovered
// returns planned: number, what was planned
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// assessable: planned_recovery_comparable
// python: verification.recovery_below_plan
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(s:Service {ref: $service})
MATCH (s)<-[:FOR]-(plan:DetailedBusinessCase)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND coalesce(plan.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND NOT EXISTS { ()-[:SUPERSEDES]->(plan) }
  AND d.period = plan.period AND d.currency = plan.currency
  AND d.actual_recovered < (1 - $tolerance) * plan.recovered
RETURN d.ref AS document, plan.ref AS plan, d.actual_recovered AS actual, plan.recovered AS planned

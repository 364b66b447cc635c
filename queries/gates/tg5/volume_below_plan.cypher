// Was less of the service used than its price assumed?
// param service: ref, the service
// param tolerance: number = policy plan_tolerance, how far it may lie on the wrong side, as a share
// returns document: ref, the verification report
// returns plan: ref, the indicative unit price
// returns actual: number, units that were used
// returns planned: number, what was planned
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// assessable: planned_volume_comparable
// python: verification.volume_below_plan
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(s:Service {ref: $service})
MATCH (s)<-[:FOR]-(plan:IndicativeUnitPrice)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND coalesce(plan.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND NOT EXISTS { ()-[:SUPERSEDES]->(plan) }
  AND d.period = plan.period
  AND plan.volume > 0
  AND d.actual_volume < (1 - $tolerance) * plan.volume
RETURN d.ref AS document, plan.ref AS plan, d.actual_volume AS actual, plan.volume AS planned

// Which plan states what was to be recovered in the period of the verification report?
// param service: ref, the service
// returns document: ref, the verification report
// returns plan: ref, the detailed business case
// python: verification.planned_recovery_comparable
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(s:Service {ref: $service})
MATCH (s)<-[:FOR]-(plan:DetailedBusinessCase)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND coalesce(plan.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND NOT EXISTS { ()-[:SUPERSEDES]->(plan) }
  AND d.period = plan.period AND d.currency = plan.currency
  AND d.actual_recovered IS NOT NULL AND plan.recovered IS NOT NULL
RETURN d.ref AS document, plan.ref AS plan

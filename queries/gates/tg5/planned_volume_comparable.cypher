// Which plan states the volume of the period that the verification report is about?
// param service: ref, the service
// returns document: ref, the verification report
// returns plan: ref, the indicative unit price
// python: verification.planned_volume_comparable
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(s:Service {ref: $service})
MATCH (s)<-[:FOR]-(plan:IndicativeUnitPrice)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND coalesce(plan.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND NOT EXISTS { ()-[:SUPERSEDES]->(plan) }
  AND d.period = plan.period
  AND d.actual_volume IS NOT NULL AND plan.volume > 0
RETURN d.ref AS document, plan.ref AS plan

// Within which time has the service to be back, if a design says what it will need?
// param service: ref, the service
// returns rto_minutes: number, its own objective, else that of its business impact analysis
// python: realization.designed_recovery_objective
MATCH (s:Service {ref: $service})
WHERE EXISTS {
  MATCH (d:ServiceDesign)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND EXISTS { (d)-[:DESIGNS]->() }
}
OPTIONAL MATCH (s)-[:HAS_BIA]->(b:BusinessImpactAnalysis)
WITH coalesce(s.rto_minutes, b.rto_minutes) AS rto_minutes
WHERE rto_minutes IS NOT NULL
RETURN rto_minutes

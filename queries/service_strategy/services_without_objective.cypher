// Which services serve no objective that holds?
// A service serves an objective when a standing strategy for it names the objective. Services in the
// last phase are left out.
// returns reason: text, `no strategy` or `no active objective`
// returns service: ref, the service
// returns name: text, its name
// returns lifecycle: text, the phase it is in
// python: service_strategy.services_without_objective
MATCH (s:Service)
WHERE coalesce(s.lifecycle, '') <> 'retire'
WITH s, COLLECT {
  MATCH (d:ServiceStrategy)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  RETURN d
} AS strategies
WHERE NOT EXISTS {
  MATCH (d)-[:ALIGNS_WITH]->(o:StrategicObjective)
  WHERE d IN strategies AND coalesce(o.status, 'active') = 'active'
}
RETURN CASE strategies WHEN [] THEN 'no strategy' ELSE 'no active objective' END AS reason,
  s.ref AS service, s.name AS name, s.lifecycle AS lifecycle

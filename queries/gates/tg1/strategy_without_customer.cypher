// Does the strategy say for nobody whom the service is?
// It says so by a customer, in words or on record, or by a capability that the service supports.
// param service: ref, the service
// returns service: ref, the service
// gate: TG1
// severity: BLOCK
// document: service-strategy
// assessable: strategy_on_record
// python: justification.strategy_without_customer
MATCH (s:Item {ref: $service})
WHERE NOT EXISTS { (s)-[:SUPPORTS_CAPABILITY]->() } AND NOT EXISTS {
  MATCH (d:ServiceStrategy)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
    AND (size(coalesce(d.target_customers, [])) > 0 OR EXISTS { (d)-[:INTENDED_FOR]->() })
}
RETURN s.ref AS service

// Which live services neither cost anything nor consume anything, as far as the catalog knows?
// Costs of what realizes them don't count: nobody has said that it is theirs.
// returns tier: integer, criticality, 1 the highest
// returns service: ref, the service
// returns name: text, its name
// returns lifecycle: text, the phase it is in
// python: service_finance.services_without_cost
MATCH (s:Service)
WHERE s.lifecycle IN ['transition', 'operate', 'improve']
  AND NOT EXISTS { (s)<-[:COST_OF]-() } AND NOT EXISTS { (s)-[:CONSUMES]->() }
  AND NOT EXISTS { (s)-[:HAS_OFFERING]->()<-[:COST_OF]-() }
  AND NOT EXISTS { (s)-[:HAS_OFFERING]->()-[:CONSUMES]->() }
RETURN s.tier AS tier, s.ref AS service, s.name AS name, s.lifecycle AS lifecycle

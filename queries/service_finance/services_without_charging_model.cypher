// Which live services have no charging model, neither themselves nor by an offering?
// returns tier: integer, criticality, 1 the highest
// returns service: ref, the service
// returns name: text, its name
// returns lifecycle: text, the phase it is in
// python: service_finance.services_without_charging_model
MATCH (s:Service)
WHERE s.lifecycle IN ['transition', 'operate', 'improve'] AND NOT EXISTS { (s)-[:CHARGED_BY]->() }
  AND NOT EXISTS { (s)-[:HAS_OFFERING]->()-[:CHARGED_BY]->() }
RETURN s.tier AS tier, s.ref AS service, s.name AS name, s.lifecycle AS lifecycle

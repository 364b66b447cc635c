// Which services of the catalog have no continuity plan?
// returns tier: integer, criticality, 1 the highest
// returns service: ref, a service in transition, operation or improvement that no plan covers
// returns name: text, its name
// python: service_continuity.services_without_plan
MATCH (s:Service)
WHERE s.lifecycle IN ['transition', 'operate', 'improve'] AND NOT EXISTS { (s)-[:COVERED_BY_PLAN]->() }
RETURN s.tier AS tier, s.ref AS service, s.name AS name

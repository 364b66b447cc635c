// Which services need only services that are being retired?
// Counted is what a service needs directly, alone or in a group; an offering ends with its service. A
// service is being retired that is in the last phase, or whose planned end lies within the horizon.
// param on: date = today, the day from which the horizon counts
// param horizon_months: integer = policy service_horizon_months, length of the horizon
// returns last_on: date, the last of the planned ends; empty where none is planned
// returns service: ref, the service that is left without
// returns name: text, its name
// returns needed: texts, the services and offerings that it needs
// python: service_lifecycle.services_on_retiring_only
MATCH (s:Service)
WHERE coalesce(s.lifecycle, '') <> 'retire'
MATCH (s)-[:DEPENDS_ON|REQUIRES]->(holder)
MATCH (holder)-[:MEMBER*0..50]->(needed)
WHERE needed:Service OR needed:ServiceOffering
WITH DISTINCT s, needed, coalesce(head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(needed) RETURN o ORDER BY o.ref LIMIT 1
}), needed) AS service
CALL (service) {
  CALL (service) {
    RETURN service.planned_retire_on AS retires_on
    UNION
    MATCH (p:ServiceRetirementProposal)-[:FOR]->(service)
    WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
    RETURN p.effective_on AS retires_on
    UNION
    MATCH (m:ServiceRoadmap)-[:FOR]->(service)
    WHERE NOT EXISTS { (:ServiceRoadmap)-[:SUPERSEDES]->(m) }
    MATCH (m)-[:HAS_ITEM]->(i:RoadmapItem {kind: 'retirement'})
    RETURN coalesce(i.ends_on, i.starts_on) AS retires_on
  }
  RETURN min(retires_on) AS retires_on
}
WITH s, needed, retires_on, coalesce(service.lifecycle = 'retire', false)
  OR coalesce(retires_on <= $on + duration({months: $horizon_months}), false) AS ends
WITH s, needed, retires_on, ends ORDER BY needed.ref
WITH s, collect(needed.ref) AS needed, max(retires_on) AS last_on, collect(ends) AS all_end
WHERE NOT false IN all_end
RETURN toString(last_on) AS last_on, s.ref AS service, s.name AS name, needed

// Which capabilities of the business does no service support, and from when will one be delivered?
// Services in the last phase don't count.
// returns planned_on: date, when an item of a standing roadmap delivers it; the first of several
// returns capability: ref, the capability
// returns name: text, its name
// python: service_strategy.capabilities_without_service
MATCH (c:BusinessCapability)
WHERE NOT EXISTS {
  MATCH (s:Service)-[:SUPPORTS_CAPABILITY]->(c) WHERE coalesce(s.lifecycle, '') <> 'retire'
}
RETURN c.ref AS capability, c.name AS name, toString(head(COLLECT {
  MATCH (m:ServiceRoadmap)-[:HAS_ITEM]->(i:RoadmapItem)-[:DELIVERS]->(c)
  WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(m) }
  RETURN coalesce(i.ends_on, i.starts_on) AS planned_on ORDER BY planned_on
})) AS planned_on

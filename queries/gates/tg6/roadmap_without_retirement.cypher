// Does no roadmap of the service say that it retires?
// A roadmap that a newer one supersedes doesn't count.
// param service: ref, the service to be retired
// returns service: ref, the service
// gate: TG6
// severity: BLOCK
// document: service-roadmap
// python: retirement_plan.roadmap_without_retirement
MATCH (s:Item {ref: $service})
WHERE NOT EXISTS {
  MATCH (m:ServiceRoadmap)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRoadmap)-[:SUPERSEDES]->(m) }
  MATCH (m)-[:HAS_ITEM]->(:RoadmapItem {kind: 'retirement'})
}
RETURN s.ref AS service

// Which roadmap of the service has no item?
// param service: ref, the service
// returns roadmap: ref, the roadmap
// gate: TG2, TG3 when tg2_not_required
// severity: BLOCK
// document: service-roadmap
// assessable: roadmap_on_record
// python: feasibility.roadmap_without_items
MATCH (m:ServiceRoadmap)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(m) } AND NOT EXISTS { (m)-[:HAS_ITEM]->() }
RETURN m.ref AS roadmap

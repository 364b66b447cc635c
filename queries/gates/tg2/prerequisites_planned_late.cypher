// Which items of the roadmap require an item, of whatever roadmap, that is done later or has no day?
// param service: ref, the service
// returns ends_on: date, day on which the item is to be done
// returns item: ref, the item
// returns required: ref, the item that it requires
// returns required_on: date, day on which that one is to be done
// gate: TG2, TG3 when tg2_not_required
// severity: BLOCK
// document: service-roadmap
// assessable: roadmap_on_record
// python: feasibility.prerequisites_planned_late
MATCH (m:ServiceRoadmap)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(m) }
MATCH (m)-[:HAS_ITEM]->(i:RoadmapItem)-[:REQUIRES_ITEM]->(r:RoadmapItem)
WITH i, r, coalesce(i.ends_on, i.starts_on) AS ends_on, coalesce(r.ends_on, r.starts_on) AS required_on
WHERE ends_on IS NOT NULL AND (required_on IS NULL OR required_on > ends_on)
RETURN DISTINCT toString(ends_on) AS ends_on, i.ref AS item, r.ref AS required,
  toString(required_on) AS required_on

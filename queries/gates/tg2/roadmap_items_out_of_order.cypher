// Which items of the roadmap have no day, or end before they begin?
// param service: ref, the service
// returns item: ref, the item
// returns starts_on: date, first day of the work
// returns ends_on: date, day it is done
// gate: TG2, TG3 when tg2_not_required
// severity: BLOCK
// document: service-roadmap
// assessable: roadmap_on_record
// python: feasibility.roadmap_items_out_of_order
MATCH (m:ServiceRoadmap)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(m) }
MATCH (m)-[:HAS_ITEM]->(i:RoadmapItem)
WHERE coalesce(i.ends_on, i.starts_on) IS NULL OR i.ends_on < i.starts_on
RETURN DISTINCT i.ref AS item, toString(i.starts_on) AS starts_on, toString(i.ends_on) AS ends_on

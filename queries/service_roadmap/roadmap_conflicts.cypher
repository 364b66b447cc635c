// Which roadmap items are to be done before an item that they require?
// Items of standing roadmaps count; what they require may be on any. An item without an end is done
// when it starts; one that is required and has no day at all is a conflict.
// returns ends_on: date, day on which the item is to be done
// returns service: ref, the service of its roadmap
// returns item: ref, the item
// returns required: ref, the item that it requires
// returns required_on: date, day on which that one is to be done
// python: service_roadmap.roadmap_conflicts
MATCH (s:Service)<-[:FOR]-(m:ServiceRoadmap)
WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(m) }
MATCH (m)-[:HAS_ITEM]->(i:RoadmapItem)-[:REQUIRES_ITEM]->(r:RoadmapItem)
WITH s, i, r, coalesce(i.ends_on, i.starts_on) AS ends_on, coalesce(r.ends_on, r.starts_on) AS required_on
WHERE ends_on IS NOT NULL AND (required_on IS NULL OR required_on > ends_on)
RETURN DISTINCT toString(ends_on) AS ends_on, s.ref AS service, i.ref AS item, r.ref AS required,
  toString(required_on) AS required_on

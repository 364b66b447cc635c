// Which migrations of the roadmap end after the retirement, or can't be ordered for want of a date?
// param service: ref, the service to be retired
// returns retirement: ref, the item that retires the service
// returns retires_on: date, day it is done
// returns migration: ref, the item that moves somebody
// returns migrates_on: date, day it is done
// gate: TG6
// severity: BLOCK
// document: service-roadmap
// python: retirement_plan.retirement_before_migration
MATCH (s:Item {ref: $service})
CALL (s) {
  MATCH (m:ServiceRoadmap)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRoadmap)-[:SUPERSEDES]->(m) }
  MATCH (m)-[:HAS_ITEM]->(e:RoadmapItem {kind: 'retirement'})
  RETURN DISTINCT e, coalesce(e.ends_on, e.starts_on) AS retires_on
}
CALL (s) {
  MATCH (m:ServiceRoadmap)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRoadmap)-[:SUPERSEDES]->(m) }
  MATCH (m)-[:HAS_ITEM]->(i:RoadmapItem {kind: 'migration'})
  RETURN DISTINCT i, coalesce(i.ends_on, i.starts_on) AS migrates_on
}
WITH e, retires_on, i, migrates_on
WHERE retires_on IS NULL OR migrates_on IS NULL OR migrates_on > retires_on
RETURN e.ref AS retirement, toString(retires_on) AS retires_on, i.ref AS migration,
  toString(migrates_on) AS migrates_on

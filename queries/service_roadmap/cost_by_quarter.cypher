// What do the roadmaps plan to spend on each service, quarter by quarter?
// An item counts in the quarter in which it is done; items of standing roadmaps alone.
// returns quarter: text, the quarter (`2027-Q1`); empty for items without a day
// returns service: ref, the service
// returns currency: text, ISO 4217 code; empty where none is stated
// returns cost: number, sum of the estimates
// returns items: integer, how many items
// returns without_cost: integer, items among them that state no cost
// python: service_roadmap.cost_by_quarter
MATCH (s:Service)<-[:FOR]-(m:ServiceRoadmap)
WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(m) }
MATCH (m)-[:HAS_ITEM]->(i:RoadmapItem)
WITH DISTINCT s, i, coalesce(i.ends_on, i.starts_on) AS ends_on
RETURN toString(ends_on.year) + '-Q' + toString(ends_on.quarter) AS quarter, s.ref AS service,
  i.currency AS currency, round(sum(coalesce(i.cost, 0.0)), 2) AS cost, count(i) AS items,
  sum(CASE WHEN i.cost IS NULL THEN 1 ELSE 0 END) AS without_cost

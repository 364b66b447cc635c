// Which projects are late, or will be done only after their service is to go live?
// param on: date = today, the day
// returns ends_on: date, last day of the project
// returns project: ref, the project
// returns name: text, its name
// returns service: ref, the service that it builds; empty where none is named
// returns planned_operate_on: date, day on which the service is meant to go live
// returns reason: text, `not done` or `ends after go-live`
// python: service_development.projects_late
MATCH (p:Project)
WHERE p.ends_on IS NOT NULL AND coalesce(p.status, '') <> 'done'
OPTIONAL MATCH (p)-[:BUILDS]->(s:Service)
WITH p, s, CASE
  WHEN p.ends_on < $on THEN 'not done'
  WHEN p.ends_on > s.planned_operate_on THEN 'ends after go-live'
END AS reason
WHERE reason IS NOT NULL
RETURN toString(p.ends_on) AS ends_on, p.ref AS project, p.name AS name, s.ref AS service,
  toString(s.planned_operate_on) AS planned_operate_on, reason

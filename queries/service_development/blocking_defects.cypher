// Which open defects keep a service from going live?
// A defect that shows in a release, or in a test run against one, is one of the release's service.
// returns found_on: date, day it was found
// returns defect: ref, the defect
// returns name: text, its name
// returns shows_in: ref, where it shows
// returns service: ref, the service; empty where the release belongs to none
// python: service_development.blocking_defects
MATCH (d:Defect)-[:OCCURS_IN]->(x)
WHERE d.blocking AND coalesce(d.status, 'open') = 'open'
OPTIONAL MATCH (x)-[:RUN_AGAINST*0..1]->(:Release)<-[:HAS_RELEASE]-(s:Service)
RETURN DISTINCT toString(d.found_on) AS found_on, d.ref AS defect, d.name AS name, x.ref AS shows_in,
  coalesce(s.ref, CASE WHEN x:Service THEN x.ref END) AS service

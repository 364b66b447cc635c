// Which defects that the service may not go live with are still open?
// A defect of which nobody has said that it doesn't block counts. It shows in the service, in one of
// its releases, or in a test of one.
// param service: ref, the service before the gate
// returns defect: ref, the defect
// returns name: text, what it is
// returns blocking: boolean, true where somebody said so; empty where nobody has said
// returns found_on: date, day it was found
// gate: TG4
// severity: BLOCK
// document: service-acceptance-criteria
// python: acceptance.blocking_defects_open
MATCH (s:Item {ref: $service})
CALL (s) {
  RETURN s AS place
  UNION
  MATCH (s)-[:HAS_RELEASE]->(place)
  RETURN place
  UNION
  MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:ACCEPTS_RELEASE]->(place)
  RETURN place
}
CALL (place) {
  MATCH (place)<-[:OCCURS_IN]-(defect:Defect)
  RETURN defect
  UNION
  MATCH (place)<-[:RUN_AGAINST]-(:TestRun)<-[:OCCURS_IN]-(defect:Defect)
  RETURN defect
}
WITH DISTINCT defect
WHERE coalesce(defect.status, 'open') = 'open' AND coalesce(defect.blocking, true)
RETURN defect.ref AS defect, defect.name AS name, defect.blocking AS blocking,
  toString(defect.found_on) AS found_on

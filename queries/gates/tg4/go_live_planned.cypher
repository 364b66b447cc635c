// When is the service to go live?
// The day of the release that is to go live, the first of several; else the day planned for the
// service.
// param service: ref, the service before the gate
// returns go_live_on: date, the day
// python: service_contracts.go_live_planned
MATCH (s:Item {ref: $service})
WITH s, head(COLLECT {
  MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:ACCEPTS_RELEASE]->(release)
  WHERE release.released_on IS NOT NULL
  RETURN release.released_on ORDER BY release.released_on
}) AS released_on
WITH coalesce(released_on, s.planned_operate_on) AS go_live_on
WHERE go_live_on IS NOT NULL
RETURN toString(go_live_on) AS go_live_on

// Which contract doesn't hold on the day the service goes live?
// param service: ref, the service before the gate
// returns contract: ref, the contract presented
// returns starts_on: date, its first day
// returns ends_on: date, its last day; empty where it is open
// returns go_live_on: date, the day the service goes live
// gate: TG4
// severity: BLOCK
// document: service-contract
// assessable: go_live_planned
// python: service_contracts.contract_not_in_force_at_go_live
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
MATCH (d:ServiceContract)-[:FOR]->(s)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:PRESENTS]->(c:Contract)
WITH DISTINCT s, own, c
WITH c, coalesce(head(COLLECT {
  MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:ACCEPTS_RELEASE]->(release)
  WHERE release.released_on IS NOT NULL
  RETURN release.released_on ORDER BY release.released_on
}), s.planned_operate_on) AS go_live_on
WHERE c.starts_on IS NULL OR c.starts_on > go_live_on OR c.ends_on < go_live_on
RETURN c.ref AS contract, toString(c.starts_on) AS starts_on, toString(c.ends_on) AS ends_on,
  toString(go_live_on) AS go_live_on

// Has nobody tried yet what happens when the service is silent for a while?
// param service: ref, the service to be retired
// returns service: ref, the service
// gate: TG6
// severity: INFO
// document: operational-and-consumption-reports
// python: retirement_terms.silence_not_tried
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  WITH p ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref LIMIT 1
  MATCH (p)-[:FOR]->(other:Service)
  WHERE other <> s
  RETURN DISTINCT other
} AS together
WITH s, together + COLLECT {
  UNWIND together AS t
  MATCH (t)-[:HAS_OFFERING]->(o)
  RETURN DISTINCT o
} AS retired
WHERE NOT EXISTS {
  UNWIND retired AS used
  MATCH (used)-[:REALIZED_BY*0..1]->(at)
  WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN retired }
  MATCH (:ScreamTest)-[:SILENCES]->(at)
}
RETURN s.ref AS service

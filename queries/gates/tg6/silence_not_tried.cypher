// Has nobody tried yet what happens when the service is silent for a while?
// param service: ref, the service to be retired
// returns service: ref, the service
// gate: TG6
// severity: INFO
// document: operational-and-consumption-reports
// python: retirement_terms.silence_not_tried
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS retired
WHERE NOT EXISTS {
  UNWIND retired AS used
  MATCH (used)-[:REALIZED_BY*0..1]->(at)
  WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN retired }
  MATCH (:ScreamTest)-[:SILENCES]->(at)
}
RETURN s.ref AS service

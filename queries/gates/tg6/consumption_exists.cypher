// Is there any evidence of who uses the service, or used it?
// Use of components that realise it, and nothing else, is use of it.
// param service: ref, the service to be retired
// returns last_seen_on: date, last day of use, or of the period
// returns record: ref, the record of consumption
// python: retirement_consumers.consumption_exists
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
UNWIND retired AS used
MATCH (used)-[:REALIZED_BY*0..1]->(at)
WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN retired }
MATCH (k:ConsumptionRecord)-[:CONSUMED_IN]->(at)
RETURN DISTINCT toString(coalesce(k.last_seen_on, k.period_to)) AS last_seen_on, k.ref AS record

// Is there any evidence of who uses the service, or used it?
// param service: ref, the service to be retired
// returns last_seen_on: date, last day of use, or of the period
// returns record: ref, the record of consumption
// python: retirement_consumers.consumption_exists
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS retired
MATCH (k:ConsumptionRecord)-[:CONSUMED_IN]->(used)
WHERE used IN retired
RETURN DISTINCT toString(coalesce(k.last_seen_on, k.period_to)) AS last_seen_on, k.ref AS record

// Would we know if somebody still used the service: did it stop, and is there any evidence of use?
// param service: ref, the service before the gate
// returns stopped_on: date, day it stopped
// returns record: ref, a record of consumption, from whatever time
// python: phase_out.use_observed
MATCH (s:Item {ref: $service})
WITH s, head(COLLECT {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND d.stopped_on IS NOT NULL
  RETURN d.stopped_on ORDER BY d.stopped_on DESC
}) AS stopped_on
WHERE stopped_on IS NOT NULL
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own, stopped_on
UNWIND own AS used
MATCH (used)-[:REALIZED_BY*0..1]->(at)
WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN own }
MATCH (k:ConsumptionRecord)-[:CONSUMED_IN]->(at)
RETURN DISTINCT toString(stopped_on) AS stopped_on, k.ref AS record

// Who was seen using the service after it stopped?
// Use on an unknown day counts.
// param service: ref, the service before the gate
// returns record: ref, the evidence
// returns caller: text, reference of the caller, or what the evidence calls it
// returns last_seen_on: date, last day of use
// returns stopped_on: date, day the service stopped
// gate: TG7
// severity: BLOCK
// document: phase-out-proposal
// assessable: use_observed
// python: phase_out.used_after_stop
MATCH (s:Item {ref: $service})
WITH s, head(COLLECT {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND d.stopped_on IS NOT NULL
  RETURN d.stopped_on ORDER BY d.stopped_on DESC
}) AS stopped_on
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own, stopped_on
UNWIND own AS used
MATCH (used)-[:REALIZED_BY*0..1]->(at)
WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN own }
MATCH (k:ConsumptionRecord)-[:CONSUMED_IN]->(at)
WHERE coalesce(k.volume, 1) <> 0
WITH DISTINCT k, stopped_on, coalesce(k.last_seen_on, k.period_to) AS seen
WHERE coalesce(seen > stopped_on, true)
OPTIONAL MATCH (k)-[:CONSUMED_FROM]->(caller)
RETURN DISTINCT k.ref AS record, coalesce(caller.ref, k.caller) AS caller, toString(seen) AS last_seen_on,
  toString(stopped_on) AS stopped_on

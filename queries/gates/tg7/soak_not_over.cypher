// Has the service not been off for long enough to know that nobody misses it?
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// param days: integer = policy soak_days, days without use before a service is closed
// returns stopped_on: date, day it stopped
// returns closes_on: date, first day on which it may be closed
// gate: TG7
// severity: BLOCK
// document: phase-out-proposal
// assessable: operation_stopped
// python: phase_out.soak_not_over
MATCH (s:Item {ref: $service})
WITH s, head(COLLECT {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND d.stopped_on IS NOT NULL
  RETURN d.stopped_on ORDER BY d.stopped_on DESC
}) AS stopped_on
WITH stopped_on, stopped_on + duration({days: $days}) AS closes_on
WHERE $on < closes_on
RETURN toString(stopped_on) AS stopped_on, toString(closes_on) AS closes_on

// When did the service stop, as its phase-out proposal says?
// param service: ref, the service before the gate
// returns stopped_on: date, the latest day that a standing proposal states
// python: phase_out.operation_stopped
MATCH (s:Item {ref: $service})
WITH s, head(COLLECT {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND d.stopped_on IS NOT NULL
  RETURN d.stopped_on ORDER BY d.stopped_on DESC
}) AS stopped_on
WHERE stopped_on IS NOT NULL
RETURN toString(stopped_on) AS stopped_on

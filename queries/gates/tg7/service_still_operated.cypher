// Is the service still in operation?
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns service: ref, the service, where it isn't in the last phase, or hasn't stopped by then
// returns lifecycle: text, the phase it is in
// returns stopped_on: date, day it stops; empty where no standing proposal says
// gate: TG7
// severity: BLOCK
// document: phase-out-proposal
// python: phase_out.service_still_operated
MATCH (s:Item {ref: $service})
WITH s, head(COLLECT {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND d.stopped_on IS NOT NULL
  RETURN d.stopped_on ORDER BY d.stopped_on DESC
}) AS stopped_on
WHERE coalesce(s.lifecycle, '') <> 'retire' OR coalesce(stopped_on > $on, true)
RETURN s.ref AS service, s.lifecycle AS lifecycle, toString(stopped_on) AS stopped_on

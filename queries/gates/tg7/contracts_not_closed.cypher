// Which contracts about the service have not ended?
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns contract: ref, a contract that neither was ended nor ran out before `on`
// returns ends_on: date, its last day; empty where it is open
// returns name: text, its name
// gate: TG7
// severity: BLOCK
// document: phase-out-proposal
// python: phase_out.contracts_not_closed
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
MATCH (c:Contract)-[:COVERS]->(used)
WHERE used IN own AND coalesce(c.status, '') <> 'ended' AND coalesce(c.ends_on >= $on, true)
RETURN DISTINCT c.ref AS contract, toString(c.ends_on) AS ends_on, c.name AS name

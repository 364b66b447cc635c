// Which data of the service is still where it was, or was dealt with against its rules?
// Data of which the service, a component that realises it, or what keeps their state is the system
// of record.
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns data_set: ref, the data set
// returns problem: text, `no disposition`, `not done`, `legal hold` or `retention`
// returns name: text, its name
// gate: TG7
// severity: BLOCK
// document: phase-out-proposal
// python: phase_out.data_not_disposed
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
UNWIND own AS x
MATCH (x)-[:REALIZED_BY*0..1]->(keeper)
CALL (keeper) {
  RETURN keeper AS holder
  UNION
  MATCH (keeper)-[n:DEPENDS_ON]->(holder)
  WHERE n.carries_state
  RETURN holder
}
MATCH (holder)-[k:STORES]->(data:DataSet)
WHERE k.master
WITH DISTINCT s, data
WITH data, COLLECT {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[r:DISPOSES_OF]->(data)
  WHERE r.disposition IS NOT NULL
  RETURN r
} AS dispositions, $on AS day
WITH data, CASE
  WHEN dispositions = [] THEN 'no disposition'
  WHEN any(r IN dispositions WHERE r.disposition = 'destroyed' AND coalesce(data.legal_hold, false)) THEN 'legal hold'
  WHEN any(r IN dispositions WHERE r.disposition = 'destroyed' AND coalesce(data.retention_until >= coalesce(r.done_on, day), false)) THEN 'retention'
  WHEN any(r IN dispositions WHERE coalesce(r.done_on > day, true)) THEN 'not done'
END AS problem
WHERE problem IS NOT NULL
RETURN data.ref AS data_set, problem, data.name AS name

// Which dispositions of its data can't be carried out?
// Destroying what is under legal hold or has to be kept longer, or handing over what nobody else has.
// param service: ref, the service to be retired
// returns data_set: ref, the data set
// returns problem: text, `legal hold`, `retention` or `no new system of record`
// returns name: text, name of the data set
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// python: retirement_data.data_dispositions_unsound
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
} AS retired, head(COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  RETURN p ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref
}) AS proposal
WITH retired, proposal
UNWIND retired AS r
MATCH (r)-[:REALIZED_BY*0..1]->(own)
CALL (own) {
  RETURN own AS holder
  UNION
  MATCH (own)-[d:DEPENDS_ON]->(holder)
  WHERE d.carries_state
  RETURN holder
}
WITH proposal, collect(DISTINCT holder) AS holders
UNWIND holders AS holder
MATCH (holder)-[k:STORES]->(data:DataSet)
WHERE k.master
WITH DISTINCT proposal, holders, data
MATCH (proposal)-[d:DISPOSES_OF]->(data)
WITH data, holders, d, coalesce(d.planned_on, proposal.effective_on) AS ends_on
UNWIND [
  CASE WHEN d.disposition = 'destroyed' AND data.legal_hold THEN 'legal hold' END,
  CASE WHEN d.disposition = 'destroyed' AND data.retention_until IS NOT NULL
    AND coalesce(ends_on <= data.retention_until, true) THEN 'retention' END,
  CASE WHEN d.disposition = 'transferred' AND NOT EXISTS {
    MATCH (other)-[m:STORES]->(data) WHERE m.master AND NOT other IN holders
  } THEN 'no new system of record' END
] AS problem
WITH data, problem WHERE problem IS NOT NULL
RETURN DISTINCT data.ref AS data_set, problem, data.name AS name

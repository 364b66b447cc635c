// Of which data is the service the system of record, while the proposal doesn't say what becomes of it?
// It may say that of all data together, or of each data set. Its data lies in itself, in the components
// that realise it, and where these keep their state.
// param service: ref, the service to be retired
// returns data_set: ref, the data set
// returns kept_by: ref, what keeps it as master
// returns name: text, name of the data set
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// python: retirement_data.data_without_disposition
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
WHERE trim(coalesce(proposal.data_disposition, '')) = ''
UNWIND retired AS r
MATCH (r)-[:REALIZED_BY*0..1]->(own)
CALL (own) {
  RETURN own AS holder
  UNION
  MATCH (own)-[d:DEPENDS_ON]->(holder)
  WHERE d.carries_state
  RETURN holder
}
MATCH (holder)-[k:STORES]->(data:DataSet)
WHERE k.master AND NOT EXISTS {
  MATCH (proposal)-[d:DISPOSES_OF]->(data) WHERE d.disposition IS NOT NULL
}
RETURN DISTINCT data.ref AS data_set, holder.ref AS kept_by, data.name AS name

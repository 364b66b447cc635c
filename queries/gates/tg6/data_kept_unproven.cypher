// Which data is to be kept without anybody having the keys, or having read it back?
// Of data that is archived or handed over.
// param service: ref, the service to be retired
// returns data_set: ref, the data set
// returns missing: text, `keys` or `retrieval`
// returns name: text, name of the data set
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// python: retirement_data.data_kept_unproven
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
MATCH (holder)-[k:STORES]->(data:DataSet)
WHERE k.master
WITH DISTINCT proposal, data
MATCH (proposal)-[d:DISPOSES_OF]->(data)
WHERE d.disposition IN ['archived', 'transferred']
UNWIND [
  CASE WHEN trim(coalesce(d.key_custody, '')) = '' THEN 'keys' END,
  CASE WHEN d.retrieval_tested_on IS NULL THEN 'retrieval' END
] AS missing
WITH data, missing WHERE missing IS NOT NULL
RETURN DISTINCT data.ref AS data_set, missing, data.name AS name

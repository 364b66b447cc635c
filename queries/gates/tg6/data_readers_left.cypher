// Who reads data of which the service is the system of record, and has no transition?
// Readers of its data are consumers too.
// param service: ref, the service to be retired
// returns reader: ref, who reads it
// returns data_set: ref, the data set
// returns name: text, name of the reader
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// python: retirement_data.data_readers_left
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
} AS retired
WITH retired
UNWIND retired AS r
MATCH (r)-[:REALIZED_BY*0..1]->(own)
CALL (own) {
  RETURN own AS holder
  UNION
  MATCH (own)-[d:DEPENDS_ON]->(holder)
  WHERE d.carries_state
  RETURN holder
}
WITH retired, collect(DISTINCT holder) AS holders
UNWIND holders AS holder
MATCH (holder)-[k:STORES]->(data:DataSet)
WHERE k.master
MATCH (reader)-[:READS]->(data)
WHERE NOT reader IN holders
  AND (reader.lifecycle IS NULL OR reader.lifecycle IN ['transition', 'operate', 'improve'])
  AND NOT EXISTS {
    MATCH (reader)<-[:MIGRATES]-(:CustomerTransition)-[:MIGRATES_FROM]->(origin) WHERE origin IN retired
  }
RETURN DISTINCT reader.ref AS reader, data.ref AS data_set, reader.name AS name

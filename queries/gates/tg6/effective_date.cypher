// From which day is the service no longer operated, as its retirement proposal says?
// param service: ref, the service to be retired
// returns effective_on: date, the day
// returns proposal: ref, the proposal
// python: retirement_consumers.effective_date
MATCH (s:Item {ref: $service})
WITH head(COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  RETURN p ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref
}) AS p
WHERE p.effective_on IS NOT NULL
RETURN toString(p.effective_on) AS effective_on, p.ref AS proposal

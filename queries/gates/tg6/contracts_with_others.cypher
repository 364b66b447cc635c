// Which contracts about the service cover something else too, so that they get smaller and don't end?
// param service: ref, the service to be retired
// returns contract: ref, the contract
// returns stays: ref, what it covers too
// returns name: text, its name
// gate: TG6
// severity: INFO
// document: service-retirement-proposal
// python: retirement_terms.contracts_with_others
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
MATCH (c:Contract)-[:COVERS]->(used)
WHERE used IN retired AND coalesce(c.status, '') <> 'ended'
MATCH (c)-[:COVERS]->(other)
WHERE NOT other IN retired
RETURN DISTINCT c.ref AS contract, other.ref AS stays, c.name AS name

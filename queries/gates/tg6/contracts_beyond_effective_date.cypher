// Which contracts about the service run beyond the effective date?
// param service: ref, the service to be retired
// returns contract: ref, a contract that hasn't ended
// returns ends_on: date, its last day; empty where it is open
// returns name: text, its name
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// assessable: effective_date
// python: retirement_plan.contracts_beyond_effective_date
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
  RETURN p.effective_on ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref
}) AS effective_on
MATCH (c:Contract)-[:COVERS]->(used)
WHERE used IN retired AND coalesce(c.status, '') <> 'ended'
  AND (c.ends_on IS NULL OR c.ends_on > effective_on)
RETURN DISTINCT c.ref AS contract, toString(c.ends_on) AS ends_on, c.name AS name

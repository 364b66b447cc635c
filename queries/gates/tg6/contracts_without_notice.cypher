// Of which contracts about the service was no notice given in time for the effective date?
// Those that would go on beyond it, and state how long the notice is.
// param service: ref, the service to be retired
// param on: date = today, the day of the judgement
// returns contract: ref, the contract
// returns notice_by: date, last day to give notice
// returns served_on: date, day on which notice was given; empty where it wasn't
// returns late: boolean, whether that day has passed
// returns name: text, its name
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// assessable: effective_date
// python: retirement_terms.contracts_without_notice
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
WITH retired, effective_on WHERE effective_on IS NOT NULL
MATCH (c:Contract)-[:COVERS]->(used)
WHERE used IN retired AND coalesce(c.status, '') <> 'ended' AND c.notice_days IS NOT NULL
  AND (c.ends_on IS NULL OR c.ends_on > effective_on OR coalesce(c.auto_renews, false))
WITH DISTINCT c, effective_on - duration({days: c.notice_days}) AS notice_by
WHERE c.notice_served_on IS NULL OR c.notice_served_on > notice_by
RETURN c.ref AS contract, toString(notice_by) AS notice_by, toString(c.notice_served_on) AS served_on,
  coalesce(c.notice_served_on, $on) > notice_by AS late, c.name AS name

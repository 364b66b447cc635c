// Is there no proposal to retire the service, or none that says when?
// A proposal that a newer one supersedes doesn't count; of several the latest date does.
// param service: ref, the service to be retired
// returns service: ref, the service
// returns missing: text, `retirement proposal` or `effective date`
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// python: retirement_consumers.retirement_proposal_missing
MATCH (s:Item {ref: $service})
WITH s, COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  RETURN p
} AS proposals
WHERE all(p IN proposals WHERE p.effective_on IS NULL)
RETURN s.ref AS service,
  CASE proposals WHEN [] THEN 'retirement proposal' ELSE 'effective date' END AS missing

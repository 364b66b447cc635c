// Which plans, procedures and analyses still speak of the service?
// param service: ref, the service before the gate
// returns record: ref, a plan, a procedure or an analysis, not disposed of by the proposal
// returns name: text, its name
// gate: TG7
// severity: WARN
// document: phase-out-proposal
// python: phase_out.continuity_records_left
MATCH (s:Item {ref: $service})-[:COVERED_BY_PLAN|HAS_PROCEDURE|HAS_BIA]->(x)
WHERE NOT EXISTS {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:DISPOSES_OF]->(x)
}
RETURN DISTINCT x.ref AS record, x.name AS name

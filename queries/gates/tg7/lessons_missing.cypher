// Has nobody written down what was learnt?
// param service: ref, the service before the gate
// returns service: ref, the service
// gate: TG7
// severity: WARN
// document: phase-out-proposal
// python: phase_out.lessons_missing
MATCH (s:Item {ref: $service})
WHERE NOT EXISTS {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
    AND trim(coalesce(d.lessons, '')) <> ''
}
RETURN s.ref AS service

// Of what is said to be destroyed or sold, without a proof?
// param service: ref, the service before the gate
// returns disposed: ref, what was disposed of
// returns disposition: text, what became of it
// returns name: text, its name
// gate: TG7
// severity: WARN
// document: phase-out-proposal
// python: phase_out.dispositions_without_proof
MATCH (d:PhaseOutProposal)-[:FOR]->(:Item {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[r:DISPOSES_OF]->(x)
WHERE r.disposition IN ['destroyed', 'sold'] AND trim(coalesce(r.certificate, '')) = ''
RETURN DISTINCT x.ref AS disposed, r.disposition AS disposition, x.name AS name

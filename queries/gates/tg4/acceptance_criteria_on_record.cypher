// Which acceptance criteria of the service stand?
// param service: ref, the service before the gate
// returns document: ref, acceptance criteria that were submitted or accepted
// python: acceptance.acceptance_criteria_on_record
MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(:Item {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN DISTINCT d.ref AS document

// What was the service designed to need?
// param service: ref, the service before the gate
// returns element: ref, what the standing service design says that it needs
// python: acceptance.needs_designed
MATCH (d:ServiceDesign)-[:FOR]->(:Item {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:DESIGNS]->(y)
RETURN DISTINCT y.ref AS element

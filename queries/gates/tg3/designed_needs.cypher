// What is the service designed to need?
// param service: ref, the service
// returns element: ref, what a standing design has it need
// returns type: text, its type
// returns name: text, its name
// returns group: text, redundancy group that it is a member of; empty where it is essential
// returns strength: text, `hard` or `soft`
// python: realization.designed_needs
MATCH (d:ServiceDesign)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[r:DESIGNS]->(x)
RETURN DISTINCT x.ref AS element, head([label IN labels(x) WHERE label <> 'Item']) AS type,
  x.name AS name, r.group AS group, coalesce(r.strength, 'hard') AS strength

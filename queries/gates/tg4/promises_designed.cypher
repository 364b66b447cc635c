// What does the service promise by itself, or by its offerings?
// param service: ref, the service before the gate
// returns target: ref, a service level target that the service, or an offering of it, sets
// returns made_by: ref, which of them
// python: service_contracts.promises_designed
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
UNWIND own AS maker
MATCH (maker)-[:SETS_TARGET]->(t)
RETURN DISTINCT t.ref AS target, maker.ref AS made_by

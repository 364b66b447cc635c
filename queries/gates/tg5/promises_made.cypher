// What was promised of the service?
// By itself, by an offering of it, or by a contract in force about it.
// param service: ref, the service before the gate
// returns target: ref, a service level target that says what
// python: business_case_review.promises_made
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
CALL (own) {
  UNWIND own AS maker
  MATCH (maker)-[:SETS_TARGET]->(t)
  RETURN t
  UNION
  UNWIND own AS covered
  MATCH (covered)<-[:COVERS]-(c:Contract)-[:SETS_TARGET]->(t)
  WHERE coalesce(c.status, 'signed') = 'signed' AND (
    EXISTS { MATCH (t)<-[:SETS_TARGET]-(x) WHERE x IN own }
    OR NOT EXISTS { MATCH (t)<-[:SETS_TARGET]-(x) WHERE NOT x:Contract })
  RETURN t
}
RETURN DISTINCT t.ref AS target

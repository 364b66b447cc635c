// Which promises of the service does nobody measure?
// param service: ref, the service before the gate
// returns target: ref, a promise without a value promised, or without a value measured
// returns measure: text, what it is about
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// assessable: promises_made
// python: business_case_review.promises_unmeasured
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
WITH DISTINCT t
WHERE t.target IS NULL
  OR NOT EXISTS { MATCH (t)<-[:MEASURES]-(m:Measurement) WHERE m.value IS NOT NULL }
RETURN t.ref AS target, t.measure AS measure

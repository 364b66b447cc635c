// Which outcomes that are due can't be judged?
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns outcome: ref, an outcome that is due
// returns missing: text, `target`, `baseline` or `measurement`
// gate: TG5
// severity: BLOCK
// document: business-case-verification-report
// assessable: outcomes_targeted
// python: business_case_review.outcomes_unmeasured
MATCH (s:Item {ref: $service})
CALL (s) {
  MATCH (s)-[:TARGETS_OUTCOME]->(o)
  RETURN o
  UNION
  MATCH (d:ServiceStrategy)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:TARGETS_OUTCOME]->(o)
  RETURN o
}
WITH o, CASE
  WHEN o.target IS NULL THEN 'target'
  WHEN o.baseline IS NULL THEN 'baseline'
  WHEN NOT EXISTS { MATCH (o)<-[:MEASURES]-(m:Measurement) WHERE m.value IS NOT NULL } THEN 'measurement'
END AS missing
WHERE missing IS NOT NULL AND coalesce(o.due_on <= $on, true)
RETURN o.ref AS outcome, missing

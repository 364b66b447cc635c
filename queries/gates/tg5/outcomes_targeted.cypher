// Which outcomes is the service to bring?
// param service: ref, the service before the gate
// returns outcome: ref, an outcome that it, or its standing strategy, is to bring
// python: business_case_review.outcomes_targeted
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
RETURN o.ref AS outcome

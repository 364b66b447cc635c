// Is no preliminary acceptance criterion about what customers experience?
// The whitepaper demands that the acceptance criteria include tests of the customers' experience.
// param service: ref, the service
// returns service: ref, the service
// gate: TG3
// severity: BLOCK
// document: preliminary-acceptance-criteria
// assessable: preliminary_criteria_on_record
// python: realization_proof.customer_experience_not_planned
MATCH (s:Service {ref: $service})
WHERE NOT EXISTS {
  MATCH (d:PreliminaryAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:HAS_CRITERION]->(:AcceptanceCriterion {test_kind: 'customer_experience'})
}
RETURN s.ref AS service

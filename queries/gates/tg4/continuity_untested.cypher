// Was the release neither tested for continuity, nor the test waived in the acceptance criteria?
// param service: ref, the service before the gate
// returns service: ref, the service
// gate: TG4
// severity: BLOCK
// document: service-acceptance-criteria
// python: acceptance.continuity_untested
MATCH (s:Item {ref: $service})
WHERE NOT EXISTS {
  MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
    AND trim(coalesce(d.continuity_test_waived, '')) <> ''
} AND NOT EXISTS {
  MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:ACCEPTS_RELEASE]->(:Release)<-[:RUN_AGAINST]-(run:TestRun {result: 'passed'})
  WHERE run.kind = 'continuity'
    OR EXISTS { (run)-[:TESTS]->(:AcceptanceCriterion {test_kind: 'continuity'}) }
}
RETURN s.ref AS service

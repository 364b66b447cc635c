// Has no customer seen the release pass a test of what customers experience?
// The whitepaper demands this test. It counts where it was run against the release that is to go
// live, was passed, and a customer took part.
// param service: ref, the service before the gate
// returns service: ref, the service
// returns passed_without_customer: integer, such tests that were passed without a customer
// gate: TG4
// severity: BLOCK
// document: service-acceptance-criteria
// waivable: false
// python: acceptance.customer_experience_untested
MATCH (s:Item {ref: $service})
WITH s, COLLECT {
  MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:ACCEPTS_RELEASE]->(:Release)<-[:RUN_AGAINST]-(run:TestRun {result: 'passed'})
  WHERE run.kind = 'customer_experience'
    OR EXISTS { (run)-[:TESTS]->(:AcceptanceCriterion {test_kind: 'customer_experience'}) }
  RETURN DISTINCT run
} AS passed
WHERE none(run IN passed WHERE EXISTS { (run)-[:WITNESSED_BY]->(:Customer) })
RETURN s.ref AS service, size(passed) AS passed_without_customer

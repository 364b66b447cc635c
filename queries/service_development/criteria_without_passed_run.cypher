// Which mandatory acceptance criteria has no run passed on the release that is to go live?
// Those of standing documents of acceptance criteria count. Where no release is named, no run counts.
// returns service: ref, the service
// returns criterion: ref, the criterion
// returns release: ref, the release that is to go live; empty where none is named
// returns name: text, name of the criterion
// returns test_kind: text, kind of test that it asks for
// python: service_development.criteria_without_passed_run
MATCH (s:Service)<-[:FOR]-(d:ServiceAcceptanceCriteria)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:HAS_CRITERION]->(c:AcceptanceCriterion)
WHERE coalesce(c.mandatory, true)
OPTIONAL MATCH (d)-[:ACCEPTS_RELEASE]->(r:Release)
WITH DISTINCT s, c, r
WHERE NOT EXISTS {
  MATCH (r)<-[:RUN_AGAINST]-(t:TestRun)-[:TESTS]->(c) WHERE t.result = 'passed'
}
RETURN s.ref AS service, c.ref AS criterion, r.ref AS release, c.name AS name, c.test_kind AS test_kind

// Which mandatory criteria has the release that is to go live not passed?
// A failure on the day of the last success, or later, or on an unknown day, takes it back.
// param service: ref, the service before the gate
// returns criterion: ref, a mandatory criterion
// returns release: ref, the release
// returns name: text, name of the criterion
// returns test_kind: text, by which kind of test it is to be shown
// gate: TG4
// severity: BLOCK
// document: service-acceptance-criteria
// assessable: criteria_to_pass
// python: acceptance.mandatory_criteria_not_passed
MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(:Item {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:ACCEPTS_RELEASE]->(release)
MATCH (d)-[:HAS_CRITERION]->(c:AcceptanceCriterion)
WHERE coalesce(c.mandatory, true) AND NOT EXISTS {
  MATCH (c)<-[:TESTS]-(p:TestRun {result: 'passed'})-[:RUN_AGAINST]->(release)
  WHERE NOT EXISTS {
    MATCH (c)<-[:TESTS]-(f:TestRun {result: 'failed'})-[:RUN_AGAINST]->(release)
    WHERE p.run_on IS NULL OR f.run_on IS NULL OR f.run_on >= p.run_on
  }
}
RETURN DISTINCT c.ref AS criterion, release.ref AS release, c.name AS name, c.test_kind AS test_kind

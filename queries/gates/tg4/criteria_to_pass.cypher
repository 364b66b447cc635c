// Which mandatory criteria does the service have to pass, and in which release?
// As the standing acceptance criteria say; a release that isn't named can't be judged.
// param service: ref, the service before the gate
// returns criterion: ref, a mandatory criterion
// returns release: ref, the release that is to go live
// python: acceptance.criteria_to_pass
MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(:Item {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:ACCEPTS_RELEASE]->(release)
MATCH (d)-[:HAS_CRITERION]->(c:AcceptanceCriterion)
WHERE coalesce(c.mandatory, true)
RETURN DISTINCT c.ref AS criterion, release.ref AS release

// Which mandatory criteria of the design are no longer among the acceptance criteria?
// param service: ref, the service before the gate
// returns criterion: ref, a mandatory criterion of the standing preliminary acceptance criteria
// returns name: text, its name
// gate: TG4
// severity: WARN
// document: service-acceptance-criteria
// python: acceptance.preliminary_criteria_dropped
MATCH (s:Item {ref: $service})
MATCH (d:PreliminaryAcceptanceCriteria)-[:FOR]->(s)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:HAS_CRITERION]->(c:AcceptanceCriterion)
WITH DISTINCT s, c
WHERE coalesce(c.mandatory, true) AND NOT EXISTS {
  MATCH (c)<-[:HAS_CRITERION]-(d:ServiceAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
}
RETURN c.ref AS criterion, c.name AS name

// Which preliminary acceptance criteria say not what is measured, or what value is needed?
// param service: ref, the service
// returns criterion: ref, the criterion
// returns name: text, its name
// returns missing: texts, `measure`, `threshold`
// gate: TG3
// severity: BLOCK
// document: preliminary-acceptance-criteria
// assessable: preliminary_criteria_on_record
// python: realization_proof.criteria_without_threshold
MATCH (d:PreliminaryAcceptanceCriteria)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:HAS_CRITERION]->(c:AcceptanceCriterion)
WITH DISTINCT c, [lacking IN [
  CASE WHEN trim(coalesce(c.measure, '')) = '' THEN 'measure' END,
  CASE WHEN trim(coalesce(c.threshold, '')) = '' THEN 'threshold' END
] WHERE lacking IS NOT NULL] AS missing
WHERE missing <> []
RETURN c.ref AS criterion, c.name AS name, missing

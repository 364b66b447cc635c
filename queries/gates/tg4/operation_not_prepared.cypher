// What isn't ready for the service to be operated?
// param service: ref, the service before the gate
// returns missing: text, `monitoring`, `runbook`, `on-call`, `backup` or `continuity plan`
// gate: TG4
// severity: BLOCK
// document: service-acceptance-criteria
// assessable: acceptance_criteria_on_record
// python: acceptance.operation_not_prepared
MATCH (s:Item {ref: $service})
WITH s, COLLECT {
  MATCH (d:ServiceAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  RETURN DISTINCT d
} AS documents
UNWIND [
  CASE WHEN NOT any(d IN documents WHERE coalesce(d.monitoring_ready, false)) THEN 'monitoring' END,
  CASE WHEN NOT any(d IN documents WHERE coalesce(d.runbook_ready, false)) THEN 'runbook' END,
  CASE WHEN NOT any(d IN documents WHERE coalesce(d.on_call_ready, false)) THEN 'on-call' END,
  CASE WHEN NOT any(d IN documents WHERE coalesce(d.backup_ready, false)) THEN 'backup' END,
  CASE WHEN NOT EXISTS { (s)-[:COVERED_BY_PLAN]->() } THEN 'continuity plan' END
] AS missing
WITH missing
WHERE missing IS NOT NULL
RETURN missing

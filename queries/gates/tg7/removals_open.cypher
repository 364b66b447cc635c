// What of the service was not removed, or is not said to be?
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns missing: text, `access`, `network`, `monitoring`, `backups` or `finance`
// gate: TG7
// severity: BLOCK
// document: phase-out-proposal
// python: phase_out.removals_open
MATCH (s:Item {ref: $service})
WITH COLLECT {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  RETURN DISTINCT d
} AS documents, $on AS day
UNWIND [
  CASE WHEN NOT any(d IN documents WHERE coalesce(d.access_removed_on <= day, false)) THEN 'access' END,
  CASE WHEN NOT any(d IN documents WHERE coalesce(d.network_removed_on <= day, false)) THEN 'network' END,
  CASE WHEN NOT any(d IN documents WHERE coalesce(d.monitoring_removed_on <= day, false)) THEN 'monitoring' END,
  CASE WHEN NOT any(d IN documents WHERE coalesce(d.backups_removed_on <= day, false)) THEN 'backups' END,
  CASE WHEN NOT any(d IN documents WHERE coalesce(d.finance_closed_on <= day, false)) THEN 'finance' END
] AS missing
WITH missing
WHERE missing IS NOT NULL
RETURN missing

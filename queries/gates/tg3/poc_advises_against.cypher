// Which proof of concept advises against the service, or advises nothing?
// param service: ref, the service
// returns report: ref, the report of the proof of concept
// returns recommendation: text, what it advises
// gate: TG3
// severity: BLOCK
// document: poc-report
// assessable: poc_report_on_record
// python: realization_proof.poc_advises_against
MATCH (p:PocReport)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(p.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(p) }
  AND coalesce(p.recommendation, 'no_go') = 'no_go'
RETURN p.ref AS report, p.recommendation AS recommendation

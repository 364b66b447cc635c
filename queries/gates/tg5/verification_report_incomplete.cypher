// What is missing in the verification report of the service?
// Where nothing is charged, what was recovered is 0.
// param service: ref, the service
// returns document: ref, the document
// returns lacks: texts, what isn't stated
// gate: TG5
// severity: BLOCK
// document: business-case-verification-report
// assessable: verification_report_on_record
// python: verification.verification_report_incomplete
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
WITH d, [pair IN [
    ['period', d.period IS NULL],
    ['actual cost', d.actual_cost IS NULL],
    ['actual recovered', d.actual_recovered IS NULL],
    ['currency', d.currency IS NULL],
    ['actual volume', d.actual_volume IS NULL]
  ] WHERE pair[1] | pair[0]] AS lacks
WHERE size(lacks) > 0
RETURN d.ref AS document, lacks

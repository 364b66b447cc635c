// Which verification report of the service stands?
// param service: ref, the service
// returns document: ref, the document
// python: verification.verification_report_on_record
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

// Which standing report of a proof of concept for the service is on record?
// param service: ref, the service
// returns document: ref, the report
// python: documents.poc_report_on_record
MATCH (d:PocReport)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

// Which proof of concept is older than the design that it is to bear out, or doesn't say how old it is?
// param service: ref, the service
// returns report: ref, the report of the proof of concept
// returns dated_on: date, its day
// returns design: ref, the design
// returns started_on: date, day on which work on the design began
// gate: TG3
// severity: BLOCK
// document: poc-report
// assessable: poc_report_on_record
// python: realization_proof.poc_before_design
MATCH (p:PocReport)-[:FOR]->(s:Service {ref: $service})<-[:FOR]-(d:ServiceDesign)
WHERE coalesce(p.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(p) }
  AND coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  AND NOT coalesce(p.dated_on >= d.started_on, false)
RETURN p.ref AS report, toString(p.dated_on) AS dated_on, d.ref AS design,
  toString(d.started_on) AS started_on

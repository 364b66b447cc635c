// Which designed needs of the service won't be there when it goes live?
// Something is there that is on record and no service on its way; a service on its way has to go live
// no later than this one. An offering is as far as its service.
// param service: ref, the service
// returns finding: text, `not on record`, `no day of going live` or `goes live later`
// returns element: ref, what the design has the service need
// returns planned_operate_on: date, day on which that is to go live
// gate: TG3
// severity: BLOCK
// document: service-design
// assessable: designed_needs
// python: realization.designed_needs_missing
MATCH (s:Service {ref: $service})<-[:FOR]-(d:ServiceDesign)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:DESIGNS]->(x)
WITH DISTINCT s, x, coalesce(head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(x) RETURN o ORDER BY o.ref LIMIT 1
}), x) AS service
WITH s, x, service, service:Service AND coalesce(service.lifecycle, '') IN ['strategy', 'design'] AS coming
WITH x, service, CASE
  WHEN coalesce(x.stub, false) OR coalesce(service.stub, false) THEN 'not on record'
  WHEN coming AND service.planned_operate_on IS NULL THEN 'no day of going live'
  WHEN coming AND service.planned_operate_on > s.planned_operate_on THEN 'goes live later'
END AS finding
WHERE finding IS NOT NULL
RETURN finding, x.ref AS element, toString(service.planned_operate_on) AS planned_operate_on

// Which hard needs of the service are back later than it has to be, or say nothing of it?
// Designed needs and those that it has already. An objective is the element's own, else that of its
// business impact analysis, else, for an offering, that of its service.
// param service: ref, the service
// returns element: ref, what the service needs
// returns rto_minutes: number, within which time it is back; empty where nobody says
// returns needed_minutes: number, within which time the service has to be back
// gate: TG3
// severity: WARN
// document: service-design
// assessable: designed_recovery_objective
// python: realization.needs_recover_later
MATCH (s:Service {ref: $service})
CALL (s) {
  MATCH (s)-[r:DEPENDS_ON]->(x)
  RETURN r, x
  UNION
  MATCH (d:ServiceDesign)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[r:DESIGNS]->(x)
  RETURN r, x
}
WITH s, r, x
WHERE coalesce(r.strength, 'hard') <> 'soft'
WITH DISTINCT s, x
OPTIONAL MATCH (s)-[:HAS_BIA]->(own:BusinessImpactAnalysis)
WITH x, coalesce(s.rto_minutes, own.rto_minutes) AS needed_minutes, coalesce(head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(x) RETURN o ORDER BY o.ref LIMIT 1
}), x) AS service
OPTIONAL MATCH (service)-[:HAS_BIA]->(b:BusinessImpactAnalysis)
WITH x, needed_minutes, coalesce(x.rto_minutes, service.rto_minutes, b.rto_minutes) AS rto_minutes
WHERE needed_minutes IS NOT NULL AND (rto_minutes IS NULL OR rto_minutes > needed_minutes)
RETURN x.ref AS element, rto_minutes, needed_minutes

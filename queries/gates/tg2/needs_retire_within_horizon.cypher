// What does the service, or its plans, count on that ends within the horizon of its roadmap?
// A roadmap without a horizon goes on until the service's planned end, else for the horizon.
// param service: ref, the service
// param on: date = today, the day from which the horizon counts
// param horizon_months: integer = policy roadmap_horizon_months, how long a service goes on whose roadmap has no horizon and which has no planned end
// returns retires_on: date, planned end of what is counted on
// returns plan: ref, the item, the release or the service that counts on it
// returns needed: ref, what is counted on
// returns stated_by: ref, the service, proposal or roadmap item that says that it ends
// returns until: date, last day for which it is counted on
// gate: TG2, TG3 when tg2_not_required
// severity: WARN
// document: service-roadmap
// assessable: roadmap_on_record
// python: feasibility.needs_retire_within_horizon
MATCH (s:Item {ref: $service})
WITH s, coalesce(head(COLLECT {
  MATCH (m:ServiceRoadmap)-[:FOR]->(s)
  WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(m) } AND m.horizon_until IS NOT NULL
  RETURN m.horizon_until AS last ORDER BY last DESC
}), s.planned_retire_on, $on + duration({months: $horizon_months})) AS until
CALL (s) {
  MATCH (m:ServiceRoadmap)-[:FOR]->(s)
  WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(m) }
  MATCH (m)-[:HAS_ITEM]->(plan)
  RETURN plan
  UNION
  MATCH (s)-[:HAS_RELEASE]->(plan)
  RETURN plan
  UNION
  RETURN s AS plan
}
MATCH (plan)-[:RELIES_ON|DEPENDS_ON|REQUIRES]->(holder)
MATCH (holder)-[:MEMBER*0..50]->(needed)
WHERE needed:Service OR needed:ServiceOffering
WITH DISTINCT s, until, plan, needed, coalesce(head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(needed) RETURN o ORDER BY o.ref LIMIT 1
}), needed) AS service
CALL (service) {
  RETURN service AS source, service.planned_retire_on AS retires_on
  UNION
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(service)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  RETURN p AS source, p.effective_on AS retires_on
  UNION
  MATCH (m:ServiceRoadmap)-[:FOR]->(service)
  WHERE NOT EXISTS { (:ServiceRoadmap)-[:SUPERSEDES]->(m) }
  MATCH (m)-[:HAS_ITEM]->(i:RoadmapItem {kind: 'retirement'})
  RETURN i AS source, coalesce(i.ends_on, i.starts_on) AS retires_on
}
WITH DISTINCT s, until, plan, needed, source, retires_on
WHERE retires_on <= until
RETURN toString(retires_on) AS retires_on, plan.ref AS plan, needed.ref AS needed,
  source.ref AS stated_by, toString(until) AS until

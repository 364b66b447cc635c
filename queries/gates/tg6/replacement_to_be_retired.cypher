// Which replacements are to be retired themselves within the horizon?
// param service: ref, the service to be retired
// param on: date = today, the day of the judgement
// param horizon_months: integer = policy service_horizon_months, months after it that a replacement has to last
// returns replacement: ref, what consumers are to move to
// returns retires_on: date, its end
// returns stated_by: ref, the service, proposal or roadmap item that says so
// gate: TG6
// severity: WARN
// document: service-roadmap
// python: retirement_plan.replacement_to_be_retired
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  WITH p ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref LIMIT 1
  MATCH (p)-[:FOR]->(other:Service)
  WHERE other <> s
  RETURN DISTINCT other
} AS together
WITH s, together + COLLECT {
  UNWIND together AS t
  MATCH (t)-[:HAS_OFFERING]->(o)
  RETURN DISTINCT o
} AS retired
WITH retired, COLLECT {
  UNWIND retired AS r MATCH (r)-[:REPLACED_BY]->(x) RETURN DISTINCT x
} AS general
CALL (retired, general) {
  MATCH (:Item)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
  WHERE origin IN retired
  MATCH (t)-[:MIGRATES_TO]->(x)
  RETURN x
  UNION
  UNWIND general AS x
  RETURN x
}
WITH DISTINCT x AS replacement, coalesce(head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(x) RETURN o ORDER BY o.ref LIMIT 1
}), x) AS service
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
WITH replacement, source, retires_on
WHERE retires_on <= $on + duration({months: $horizon_months})
RETURN DISTINCT replacement.ref AS replacement, toString(retires_on) AS retires_on, source.ref AS stated_by

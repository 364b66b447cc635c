// Which services that a planned release needs won't be in transition, or live, by its day?
// A release needs what it relies on and what its service needs directly. An offering is as far as
// its service. A service is ready that is in transition, operation or improvement, or that goes
// live by the day of the release.
// param service: ref, the service
// returns released_on: date, day of the release
// returns release: ref, the release
// returns needed: ref, the service, or the offering, that it needs
// returns lifecycle: text, the phase that this is in
// returns planned_operate_on: date, day on which it goes live
// gate: TG2, TG3 when tg2_not_required
// severity: BLOCK
// document: service-release-plan
// assessable: release_plan_on_record
// python: feasibility.release_needs_not_ready
MATCH (s:Service {ref: $service})<-[:FOR]-(d:ServiceReleasePlan)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:PLANS_RELEASE]->(release:Release)
UNWIND [release, s] AS plan
MATCH (plan)-[:RELIES_ON|DEPENDS_ON|REQUIRES]->(holder)
MATCH (holder)-[:MEMBER*0..50]->(needed)
WHERE needed:Service OR needed:ServiceOffering
WITH DISTINCT release, needed, coalesce(head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(needed) RETURN o ORDER BY o.ref LIMIT 1
}), needed) AS service
WHERE NOT coalesce(service.lifecycle IN ['transition', 'operate', 'improve'], false)
  AND NOT coalesce(coalesce(service.lifecycle, '') <> 'retire'
    AND service.planned_operate_on <= release.released_on, false)
RETURN toString(release.released_on) AS released_on, release.ref AS release, needed.ref AS needed,
  service.lifecycle AS lifecycle, toString(service.planned_operate_on) AS planned_operate_on

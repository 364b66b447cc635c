// Does the release plan hold no release that has a day and a scope?
// param service: ref, the service
// returns service: ref, the service
// returns incomplete: texts, releases in the plan that lack one of the two
// gate: TG2, TG3 when tg2_not_required
// severity: BLOCK
// document: service-release-plan
// assessable: release_plan_on_record
// python: feasibility.release_plan_without_release
MATCH (s:Item {ref: $service})
WITH s, COLLECT {
  MATCH (d:ServiceReleasePlan)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:PLANS_RELEASE]->(r:Release)
  RETURN DISTINCT r ORDER BY r.ref
} AS releases
WHERE all(r IN releases WHERE r.released_on IS NULL OR trim(coalesce(r.scope, '')) = '')
RETURN s.ref AS service, [r IN releases | r.ref] AS incomplete

// Does the high-level business case rest on assumptions that nobody answers for, or on none?
// param service: ref, the service
// returns document: ref, the document
// returns assumptions: integer, how many it states
// gate: TG2, TG3 when tg2_not_required
// severity: WARN
// document: high-level-business-case
// assessable: high_level_case_on_record
// python: business_cases.high_level_assumptions_unowned
MATCH (d:HighLevelBusinessCase)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
WITH d, size(coalesce(d.assumptions, [])) AS assumptions
WHERE assumptions = 0 OR trim(coalesce(d.assumptions_owner, '')) = ''
RETURN d.ref AS document, assumptions

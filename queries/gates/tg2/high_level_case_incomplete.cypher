// What is missing in the high-level business case of the service?
// Without cost, currency, horizon and benefit it is no business case.
// param service: ref, the service
// returns document: ref, the document
// returns lacks: texts, what isn't stated
// gate: TG2, TG3 when tg2_not_required
// severity: BLOCK
// document: high-level-business-case
// assessable: high_level_case_on_record
// python: business_cases.high_level_case_incomplete
MATCH (d:HighLevelBusinessCase)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
WITH d, [pair IN [
    ['cost range', d.cost_low IS NULL OR d.cost_high IS NULL],
    ['cost range in order', coalesce(d.cost_low > d.cost_high, false)],
    ['currency', d.currency IS NULL],
    ['horizon', coalesce(d.horizon_months, 0) = 0],
    ['benefit', d.benefit IS NULL]
  ] WHERE pair[1] | pair[0]] AS lacks
WHERE size(lacks) > 0
RETURN d.ref AS document, lacks

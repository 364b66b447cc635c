// What is missing in the detailed business case of the service?
// What is recovered need not be stated where nothing is charged.
// param service: ref, the service
// returns document: ref, the document
// returns lacks: texts, what isn't stated
// gate: TG3
// severity: BLOCK
// document: detailed-business-case
// assessable: detailed_case_on_record
// python: business_cases.detailed_case_incomplete
MATCH (d:DetailedBusinessCase)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
WITH d, [pair IN [
    ['cost range', d.cost_low IS NULL OR d.cost_high IS NULL],
    ['cost range in order', coalesce(d.cost_low > d.cost_high, false)],
    ['currency', d.currency IS NULL],
    ['horizon', coalesce(d.horizon_months, 0) = 0],
    ['benefit', d.benefit IS NULL],
    ['period', d.period IS NULL],
    ['full cost', d.full_cost IS NULL],
    ['charging', d.charging IS NULL],
    ['recovered', d.recovered IS NULL AND NOT coalesce(d.charging, '') IN ['none', 'showback']]
  ] WHERE pair[1] | pair[0]] AS lacks
WHERE size(lacks) > 0
RETURN d.ref AS document, lacks

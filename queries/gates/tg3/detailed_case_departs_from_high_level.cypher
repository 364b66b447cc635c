// Has the cost moved away from the first estimate?
// Then strategy, roadmap or business case have to be made anew before anybody signs.
// param service: ref, the service
// param tolerance: number = policy estimate_tolerance, how far it may move, as a share
// returns document: ref, the detailed business case
// returns high_level: ref, the high-level one
// returns figure: text, which end of the range
// returns before: number, what it was
// returns now: number, what it is
// returns change: number, by which share it has moved
// gate: TG3
// severity: BLOCK
// document: detailed-business-case
// assessable: cases_comparable
// python: business_cases.detailed_case_departs_from_high_level
MATCH (h:HighLevelBusinessCase)-[:FOR]->(s:Service {ref: $service})<-[:FOR]-(d:DetailedBusinessCase)
WHERE coalesce(h.status, 'submitted') IN ['submitted', 'accepted']
  AND coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(h) } AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  AND h.currency = d.currency AND h.horizon_months = d.horizon_months
  AND h.cost_low > 0 AND h.cost_high > 0 AND d.cost_low IS NOT NULL AND d.cost_high IS NOT NULL
UNWIND [['cost_low', h.cost_low, d.cost_low], ['cost_high', h.cost_high, d.cost_high]] AS ends
WITH d, h, ends[0] AS figure, ends[1] AS before, ends[2] AS now
WHERE abs(now - before) > $tolerance * before
RETURN d.ref AS document, h.ref AS high_level, figure, before, now, (now - before) / before AS change

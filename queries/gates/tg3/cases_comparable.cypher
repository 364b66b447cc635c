// Which business cases of the service, high-level and detailed, have currency and horizon in common?
// param service: ref, the service
// returns document: ref, the detailed one
// returns high_level: ref, the high-level one
// python: business_cases.cases_comparable
MATCH (h:HighLevelBusinessCase)-[:FOR]->(s:Service {ref: $service})<-[:FOR]-(d:DetailedBusinessCase)
WHERE coalesce(h.status, 'submitted') IN ['submitted', 'accepted']
  AND coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(h) } AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  AND h.currency = d.currency AND h.horizon_months = d.horizon_months
  AND h.cost_low > 0 AND h.cost_high > 0 AND d.cost_low IS NOT NULL AND d.cost_high IS NOT NULL
RETURN d.ref AS document, h.ref AS high_level

// Does the detailed business case plan to recover too little of its cost?
// param service: ref, the service
// param least: number = policy least_recovery_ratio, share of the full cost to be recovered
// returns document: ref, the document
// returns recovered: number, what is to be charged
// returns full_cost: number, total cost of ownership
// returns ratio: number, the one over the other
// gate: TG3
// severity: WARN
// document: detailed-business-case
// assessable: planned_recovery_stated
// python: business_cases.planned_recovery_low
MATCH (d:DetailedBusinessCase)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  AND NOT coalesce(d.charging, '') IN ['none', 'showback'] AND d.recovered < $least * d.full_cost
RETURN d.ref AS document, d.recovered AS recovered, d.full_cost AS full_cost,
  d.recovered / d.full_cost AS ratio

// Who is missing of those who answer for the service and run it?
// param service: ref, the service
// returns missing: text, `owner` or `operating team`
// gate: TG3
// severity: BLOCK
// document: service-design
// python: realization.operation_unassigned
MATCH (s:Service {ref: $service})
UNWIND [
  CASE WHEN NOT EXISTS { (s)-[:OWNED_BY]->() } THEN 'owner' END,
  CASE WHEN NOT EXISTS { (s)-[:OPERATED_BY]->() } THEN 'operating team' END
] AS missing
WITH missing WHERE missing IS NOT NULL
RETURN missing

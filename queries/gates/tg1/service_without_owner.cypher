// Does nobody answer for the service?
// param service: ref, the service
// returns service: ref, the service
// gate: TG1
// severity: BLOCK
// document: service-strategy
// python: justification.service_without_owner
MATCH (s:Item {ref: $service})
WHERE NOT EXISTS { (s)-[:OWNED_BY]->() }
RETURN s.ref AS service

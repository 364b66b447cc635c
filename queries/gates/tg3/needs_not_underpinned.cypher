// Which hard needs of the service does no operational agreement or underpinning contract cover?
// Looked at are designed services, offerings and vendor products. One that covers a service covers its
// offerings, and the other way round; it has to be signed, and to hold on the day.
// param service: ref, the service
// param on: date = today, the day
// returns element: ref, what the service needs
// returns type: text, its type
// returns name: text, its name
// gate: TG3
// severity: WARN
// document: service-design
// assessable: designed_needs
// python: realization.needs_not_underpinned
MATCH (d:ServiceDesign)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[r:DESIGNS]->(x)
WHERE coalesce(r.strength, 'hard') <> 'soft' AND (x:Service OR x:ServiceOffering OR x:VendorProduct)
WITH DISTINCT x
WHERE NOT EXISTS {
  MATCH (x)-[:HAS_OFFERING*0..1]-(covered)<-[:COVERS]-(c:Contract)
  WHERE c.kind IN ['ola', 'uc'] AND coalesce(c.status, 'signed') = 'signed'
    AND coalesce(c.ends_on >= $on, true)
}
RETURN x.ref AS element, head([label IN labels(x) WHERE label <> 'Item']) AS type, x.name AS name

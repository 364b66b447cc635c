// Of which licensed products that the service used has nobody said how many licences were given back?
// Those that it, its offerings, or what realises it alone uses; the disposition says the quantity, also
// where others keep using the product.
// param service: ref, the service before the gate
// returns product: ref, the licensed product
// returns name: text, its name
// gate: TG7
// severity: WARN
// document: phase-out-proposal
// python: phase_out.licences_not_returned
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
UNWIND own AS used
MATCH (used)-[:REALIZED_BY*0..1]->(at)
WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN own }
MATCH (at)-[:USES_PRODUCT]->(product:VendorProduct {delivery: 'licensed'})
WHERE NOT EXISTS {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted'] AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[k:DISPOSES_OF]->(product)
  WHERE k.quantity IS NOT NULL
}
RETURN DISTINCT product.ref AS product, product.name AS name

// Which indicative unit price of the service stands?
// param service: ref, the service
// returns document: ref, the document
// python: unit_prices.unit_price_on_record
MATCH (d:IndicativeUnitPrice)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN d.ref AS document

// What is missing in the indicative unit price of the service?
// A price means little without unit and currency, and the volume, period and basis it was worked out for.
// param service: ref, the service
// returns document: ref, the document
// returns lacks: texts, what isn't stated
// gate: TG3
// severity: BLOCK
// document: indicative-unit-price
// assessable: unit_price_on_record
// python: unit_prices.unit_price_incomplete
MATCH (d:IndicativeUnitPrice)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
WITH d, [pair IN [
    ['unit', d.unit IS NULL],
    ['price', d.price IS NULL],
    ['currency', d.currency IS NULL],
    ['volume', coalesce(d.volume, 0) = 0],
    ['period', d.period IS NULL],
    ['basis', d.basis IS NULL]
  ] WHERE pair[1] | pair[0]] AS lacks
WHERE size(lacks) > 0
RETURN d.ref AS document, lacks

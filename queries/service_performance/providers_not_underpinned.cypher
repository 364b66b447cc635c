// Which providers that a service level agreement rests on have not promised the same measure?
// Providers are the services, offerings and products (open source left out) that the service, or a
// component that realises it, falls with. An OLA or UC in force has to cover each of them.
// returns contract: ref, a service level agreement in force
// returns measure: text, what it promises
// returns provider: ref, a provider with no OLA or UC for this measure
// returns name: text, name of the provider
// python: underpinning.providers_not_underpinned
MATCH (c:Contract {kind: 'sla'})-[:SETS_TARGET]->(t)
WHERE coalesce(c.status, 'signed') = 'signed' AND t.measure IS NOT NULL
WITH DISTINCT c, t.measure AS measure
MATCH (c)-[:COVERS]->(covered)
WHERE covered:Service OR covered:ServiceOffering
MATCH (covered)<-[:HAS_OFFERING*0..1]-(whole)-[:REALIZED_BY*0..1]->(own)-[r:DEPENDS_ON|USES_PRODUCT]->(provider)
WHERE CASE type(r)
    WHEN 'USES_PRODUCT' THEN coalesce(r.exposed, false)
    ELSE coalesce(r.strength, 'hard') <> 'soft' AND coalesce(r.phase, 'both') <> 'start'
  END
  AND (provider:Service OR provider:ServiceOffering
    OR (provider:VendorProduct AND coalesce(provider.delivery, '') <> 'open_source'))
WITH DISTINCT c, measure, provider
WHERE NOT EXISTS {
  MATCH (provider)<-[:COVERS]-(u:Contract)-[:SETS_TARGET]->(theirs)
  WHERE u.kind IN ['ola', 'uc'] AND coalesce(u.status, 'signed') = 'signed'
    AND theirs.measure = measure
}
RETURN c.ref AS contract, measure, provider.ref AS provider, provider.name AS name

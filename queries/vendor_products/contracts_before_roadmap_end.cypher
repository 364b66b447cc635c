// Which contracts end before the roadmap of a service that counts on what they are about?
// What the service, or a component that realises it, uses directly. A contract that renews by itself
// goes on. A roadmap ends with its horizon or its last item, whichever is later.
// returns ends_on: date, last day of the contract
// returns contract: ref, a contract that hasn't ended
// returns service: ref, a service that uses what it covers
// returns roadmap_ends_on: date, end of the standing roadmap
// python: vendor_products.contracts_before_roadmap_end
MATCH (d:ServiceRoadmap)-[:FOR]->(s:Service)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
OPTIONAL MATCH (d)-[:HAS_ITEM]->(i)
WITH s, d.horizon_until AS horizon, coalesce(i.ends_on, i.starts_on) AS done_on
WITH s, max(horizon) AS horizon, max(done_on) AS done_on
WITH s, CASE WHEN done_on IS NULL OR horizon >= done_on THEN horizon ELSE done_on END AS roadmap_ends_on
MATCH (s)-[:REALIZED_BY*0..1]->(own)-[:DEPENDS_ON|USES_PRODUCT]->(used)<-[:COVERS]-(c:Contract)
WHERE c.ends_on < roadmap_ends_on AND coalesce(c.status, '') <> 'ended' AND NOT coalesce(c.auto_renews, false)
RETURN DISTINCT toString(c.ends_on) AS ends_on, c.ref AS contract, s.ref AS service,
  toString(roadmap_ends_on) AS roadmap_ends_on

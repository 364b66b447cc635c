// Which capabilities of the business do several services support?
// Such an overlap may be wanted, or one of the services may be needless. Services in the last phase
// don't count.
// returns services: integer, how many
// returns capability: ref, the capability
// returns name: text, its name
// returns supported_by: texts, the services
// python: service_strategy.capabilities_served_twice
MATCH (c:BusinessCapability)
WITH c, COLLECT {
  MATCH (s:Service)-[:SUPPORTS_CAPABILITY]->(c)
  WHERE coalesce(s.lifecycle, '') <> 'retire'
  RETURN s.ref AS service ORDER BY service
} AS supported_by
WHERE size(supported_by) > 1
RETURN size(supported_by) AS services, c.ref AS capability, c.name AS name, supported_by

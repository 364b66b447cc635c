// Which services support a capability that this one is to support too?
// Services in the last phase don't count.
// param service: ref, the service
// returns capability: ref, the capability
// returns other: ref, a service that supports it already
// returns name: text, name of that service
// returns lifecycle: text, the phase it is in
// gate: TG1
// severity: WARN
// document: service-strategy
// python: justification.capability_overlap
MATCH (s:Item {ref: $service})-[:SUPPORTS_CAPABILITY]->(c:BusinessCapability)
MATCH (o:Service)-[:SUPPORTS_CAPABILITY]->(c)
WHERE o <> s AND coalesce(o.lifecycle, '') <> 'retire'
RETURN c.ref AS capability, o.ref AS other, o.name AS name, o.lifecycle AS lifecycle

// Who still needs, subscribes to or consumes the service?
// Whoever is in the last phase himself doesn't count, nor does a subscription that has ended or a
// relationship that no longer holds.
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns consumer: ref, who needs it
// returns used: ref, the service, or the offering, that is needed
// returns relationship: text, type of the relationship
// returns name: text, name of the consumer
// gate: TG7
// severity: BLOCK
// document: phase-out-proposal
// python: phase_out.needs_left
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
UNWIND own AS used
MATCH (used)<-[:MEMBER*0..50]-(holder)
WITH DISTINCT own, used, holder
CALL (holder) {
  MATCH (holder)<-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO|CONSUMES]-(consumer)
  WHERE (type(r) <> 'PART_OF' OR consumer:Site)
    AND (type(r) <> 'SUBSCRIBES_TO' OR coalesce(r.until > $on, true))
  RETURN r, consumer
  UNION
  MATCH (holder)-[r:HAS_OFFERING|SUPPORTS_ACTIVITY]->(consumer)
  RETURN r, consumer
}
WITH own, used, r, consumer
WHERE NOT consumer IN own AND NOT consumer:RequirementGroup
  AND coalesce(consumer.lifecycle, '') <> 'retire' AND coalesce(r.valid_to >= $on, true)
RETURN DISTINCT consumer.ref AS consumer, used.ref AS used, type(r) AS relationship, consumer.name AS name

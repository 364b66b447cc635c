// Which active consumers have no transition that says what becomes of them?
// Active is who is in transition, operation or improvement, or has no lifecycle, and whose
// subscription doesn't end by the effective date. A transition away from the service speaks for all
// its offerings.
// param service: ref, the service to be retired
// returns consumer: ref, who needs or consumes it
// returns used: ref, the service, or the offering, that it uses
// returns type: text, type of the consumer
// returns name: text, name of the consumer
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// assessable: effective_date
// python: retirement_consumers.consumers_without_disposition
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  WITH p ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref LIMIT 1
  MATCH (p)-[:FOR]->(other:Service)
  WHERE other <> s
  RETURN DISTINCT other
} AS together
WITH s, together + COLLECT {
  UNWIND together AS t
  MATCH (t)-[:HAS_OFFERING]->(o)
  RETURN DISTINCT o
} AS retired, head(COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  RETURN p.effective_on ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref
}) AS effective_on
CALL (retired, effective_on) {
  UNWIND retired AS used
  MATCH (used)<-[:MEMBER*0..50]-(holder)
  WITH DISTINCT used, holder
  MATCH (holder)<-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO|CONSUMES]-(consumer)
  WHERE (type(r) <> 'PART_OF' OR consumer:Site)
    AND (type(r) <> 'SUBSCRIBES_TO' OR r.until IS NULL OR r.until > effective_on)
  RETURN consumer, used
  UNION
  UNWIND retired AS used
  MATCH (used)-[:SUPPORTS_ACTIVITY]->(consumer)
  RETURN consumer, used
}
WITH s, retired, consumer, used
WHERE NOT consumer IN retired AND NOT consumer:RequirementGroup
  AND (consumer.lifecycle IS NULL OR consumer.lifecycle IN ['transition', 'operate', 'improve'])
  AND NOT EXISTS {
    MATCH (consumer)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
    WHERE origin = used OR EXISTS { (origin)-[:HAS_OFFERING]->(used) }
      OR EXISTS { (used)-[:HAS_OFFERING]->(origin) }
  }
RETURN DISTINCT consumer.ref AS consumer, used.ref AS used,
  head([label IN labels(consumer) WHERE label <> 'Item']) AS type, consumer.name AS name

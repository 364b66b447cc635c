// Who is still on a service that is being retired?
// Such a service is in the last phase, or has a retirement proposal. Consumers are those in use
// themselves; a subscription counts while it goes on after `on`.
// param on: date = today, the day
// returns effective_on: date, end of the service as proposed
// returns service: ref, the service being retired
// returns consumer: ref, who still uses it
// returns used: ref, the service, or the offering, that it uses
// returns dispositions: texts, what is to become of the consumer; empty where nobody has said
// python: service_lifecycle.consumers_of_retiring
MATCH (s:Service)
WITH s, COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  RETURN p
} AS proposals
WHERE s.lifecycle = 'retire' OR proposals <> []
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS retired,
  reduce(last = null, p IN proposals |
    CASE WHEN last IS NULL OR p.effective_on > last THEN p.effective_on ELSE last END) AS effective_on,
  $on AS day
CALL (retired, day) {
  UNWIND retired AS used
  MATCH (used)<-[:MEMBER*0..50]-(holder)
  WITH DISTINCT used, holder
  MATCH (holder)<-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO|CONSUMES]-(consumer)
  WHERE (type(r) <> 'PART_OF' OR consumer:Site)
    AND (type(r) <> 'SUBSCRIBES_TO' OR r.until IS NULL OR r.until > day)
  RETURN consumer, used
  UNION
  UNWIND retired AS used
  MATCH (used)-[:SUPPORTS_ACTIVITY]->(consumer)
  RETURN consumer, used
}
WITH DISTINCT s, retired, effective_on, consumer, used
WHERE NOT consumer IN retired AND NOT consumer:RequirementGroup
  AND (consumer.lifecycle IS NULL OR consumer.lifecycle IN ['transition', 'operate', 'improve'])
RETURN toString(effective_on) AS effective_on, s.ref AS service, consumer.ref AS consumer,
  used.ref AS used, COLLECT {
    MATCH (consumer)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
    WHERE origin = used OR origin = s OR (used = s AND origin IN retired)
    RETURN DISTINCT t.status AS status ORDER BY status
  } AS dispositions

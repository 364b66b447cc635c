// Who was seen using the service that is no declared consumer of it?
// Declared is every active consumer, and whoever has a transition. Use of components that realise the
// service, and nothing else, is use of it. Use on an unknown day counts.
// param service: ref, the service to be retired
// param on: date = today, the day of the judgement
// param lookback_days: integer = policy lookback_days, days before it that are looked at
// returns caller: text, reference of the caller, or what the evidence calls it
// returns record: ref, the evidence
// returns last_seen_on: date, last day of use
// gate: TG6
// severity: BLOCK
// document: operational-and-consumption-reports
// assessable: consumption_exists
// python: retirement_consumers.undeclared_consumers
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
WITH s, retired, effective_on, COLLECT {
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
  WITH consumer
  WHERE NOT consumer IN retired AND NOT consumer:RequirementGroup
    AND (consumer.lifecycle IS NULL OR consumer.lifecycle IN ['transition', 'operate', 'improve'])
  RETURN DISTINCT consumer
} + COLLECT {
  MATCH (consumer)<-[:MIGRATES]-(:CustomerTransition)-[:MIGRATES_FROM]->(origin)
  WHERE origin IN retired
  RETURN DISTINCT consumer
} AS declared
WITH declared, COLLECT {
  UNWIND retired AS used
  MATCH (used)-[:REALIZED_BY*0..1]->(at)
  WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN retired }
  RETURN DISTINCT at
} AS places
MATCH (k:ConsumptionRecord)-[:CONSUMED_IN]->(at)
WHERE at IN places AND coalesce(k.volume, 1) <> 0
WITH DISTINCT k, places + declared AS known, coalesce(k.last_seen_on, k.period_to) AS seen
WHERE seen IS NULL OR seen >= $on - duration({days: $lookback_days})
OPTIONAL MATCH (k)-[:CONSUMED_FROM]->(caller)
WITH DISTINCT k, seen, caller, known
WHERE caller IS NULL OR NOT caller IN known
RETURN coalesce(caller.ref, k.caller) AS caller, k.ref AS record, toString(seen) AS last_seen_on

// Who is said to have moved, and is still declared to need or to consume the service?
// Either the move isn't done, or the catalog isn't. Subscriptions are a matter of contracts.
// param service: ref, the service to be retired
// returns consumer: ref, who is said to have moved
// returns used: ref, the service, or the offering, that is needed
// returns relationship: text, type of the relationship
// returns transition: ref, what says that it has moved
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// python: retirement_replacements.migrated_still_declared
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
} AS retired
UNWIND retired AS used
CALL (used) {
  MATCH (used)<-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO|CONSUMES]-(consumer)
  WHERE type(r) <> 'SUBSCRIBES_TO' AND (type(r) <> 'PART_OF' OR consumer:Site)
  RETURN r, consumer
  UNION
  MATCH (used)-[r:HAS_OFFERING|SUPPORTS_ACTIVITY]->(consumer)
  RETURN r, consumer
}
MATCH (consumer)<-[:MIGRATES]-(t:CustomerTransition {status: 'migrated'})-[:MIGRATES_FROM]->(origin)
WHERE origin IN retired AND (origin = used OR EXISTS { (origin)-[:HAS_OFFERING]->(used) }
  OR EXISTS { (used)-[:HAS_OFFERING]->(origin) })
RETURN DISTINCT consumer.ref AS consumer, used.ref AS used, type(r) AS relationship, t.ref AS transition

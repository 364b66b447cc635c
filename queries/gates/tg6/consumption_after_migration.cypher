// Which consumers were still seen after they are said to have left?
// Use of components that realise the service, and nothing else, is use of it. Where one of the two days
// isn't known, the use counts.
// param service: ref, the service to be retired
// returns consumer: ref, who is said to have left
// returns record: ref, the evidence
// returns last_seen_on: date, last day of use
// returns completed_on: date, day on which it is said to have left
// gate: TG6
// severity: BLOCK
// document: operational-and-consumption-reports
// assessable: consumption_exists
// python: retirement_consumers.consumption_after_migration
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
MATCH (consumer)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
WHERE origin IN retired AND t.status = 'migrated'
UNWIND retired AS used
WITH consumer, t, retired, used, s, origin
WHERE used = origin OR EXISTS { (origin)-[:HAS_OFFERING]->(used) }
  OR EXISTS { (used)-[:HAS_OFFERING]->(origin) }
MATCH (used)-[:REALIZED_BY*0..1]->(at)
WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN retired }
MATCH (at)<-[:CONSUMED_IN]-(k:ConsumptionRecord)-[:CONSUMED_FROM]->(consumer)
WHERE coalesce(k.volume, 1) <> 0
WITH DISTINCT consumer, t, k, coalesce(k.last_seen_on, k.period_to) AS seen
WHERE seen IS NULL OR t.completed_on IS NULL OR seen > t.completed_on
RETURN consumer.ref AS consumer, k.ref AS record, toString(seen) AS last_seen_on,
  toString(t.completed_on) AS completed_on

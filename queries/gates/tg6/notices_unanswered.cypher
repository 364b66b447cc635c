// Which notices that the service ends has nobody acknowledged?
// param service: ref, the service to be retired
// returns customer: ref, who was told
// returns notice: ref, the notice
// returns sent_on: date, day it went out
// gate: TG6
// severity: INFO
// document: service-retirement-proposal
// python: retirement_terms.notices_unanswered
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
MATCH (customer)<-[:NOTIFIES]-(n:RetirementNotice)-[:FOR]->(told)
WHERE told IN retired AND n.acknowledged_on IS NULL
RETURN DISTINCT customer.ref AS customer, n.ref AS notice, toString(n.sent_on) AS sent_on

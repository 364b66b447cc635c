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
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS retired
MATCH (customer)<-[:NOTIFIES]-(n:RetirementNotice)-[:FOR]->(told)
WHERE told IN retired AND n.acknowledged_on IS NULL
RETURN DISTINCT customer.ref AS customer, n.ref AS notice, toString(n.sent_on) AS sent_on

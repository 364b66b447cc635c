// Which consumers have more than one transition away from the same thing?
// One transition for each offering is in order; one from the service speaks for all of them.
// param service: ref, the service to be retired
// returns consumer: ref, who leaves
// returns transitions: texts, the transitions
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// python: retirement_consumers.consumers_with_several_dispositions
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS retired
MATCH (consumer)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
WHERE origin IN retired
WITH s, consumer, collect(DISTINCT t.ref) AS transitions, collect(DISTINCT origin) AS origins
WHERE size(transitions) > 1 AND (size(transitions) > size(origins) OR s IN origins)
RETURN consumer.ref AS consumer, COLLECT { UNWIND transitions AS t RETURN t ORDER BY t } AS transitions

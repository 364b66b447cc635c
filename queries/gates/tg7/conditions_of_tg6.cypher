// Under which conditions did the service leave the catalog?
// Criteria of TG6 that a decision set aside: people have to see that what they were about is done.
// param service: ref, the service before the gate
// returns waiver: ref, a criterion set aside
// returns criterion: text, its name
// returns until: date, last day it was set aside
// returns reason: text, why
// gate: TG7
// severity: WARN
// document: phase-out-proposal
// python: phase_out.conditions_of_tg6
MATCH (:Item {ref: $service})<-[:SUBMITTED_FOR]-(:GateSubmission)-[:DECIDED_BY]->(d:GateDecision {gate: 'TG6'})
MATCH (d)-[:WAIVES]->(w:Waiver)
RETURN DISTINCT w.ref AS waiver, w.criterion AS criterion, toString(w.until) AS until, w.reason AS reason

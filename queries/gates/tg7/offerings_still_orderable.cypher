// Which offerings of the service can still be ordered?
// param service: ref, the service before the gate
// returns offering: ref, an offering that is orderable
// returns name: text, its name
// gate: TG7
// severity: BLOCK
// document: phase-out-proposal
// python: phase_out.offerings_still_orderable
MATCH (:Item {ref: $service})-[:HAS_OFFERING]->(o)
WHERE o.orderable
RETURN DISTINCT o.ref AS offering, o.name AS name

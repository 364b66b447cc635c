// Which services on their way out is the service designed to need?
// Such a service is in the last phase, or TG6 was passed for it and it hasn't passed TG3 again. Soft
// needs are left out. An offering leaves with its service.
// param service: ref, the service
// param on: date = today, decisions up to and including this day (UTC) count
// returns element: ref, what the design has the service need
// returns leaving: ref, the service on its way out
// returns lifecycle: text, the phase that this is in
// gate: TG3
// severity: BLOCK
// document: service-design
// assessable: designed_needs
// python: realization.designed_on_leaving
MATCH (d:ServiceDesign)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[r:DESIGNS]->(x)
WHERE coalesce(r.strength, 'hard') <> 'soft'
WITH DISTINCT x, coalesce(head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(x) RETURN o ORDER BY o.ref LIMIT 1
}), x) AS leaving
WHERE leaving:Service
CALL (leaving) {
  MATCH (leaving)<-[:SUBMITTED_FOR]-(:GateSubmission)-[:DECIDED_BY]->(d:GateDecision)
  WITH d, datetime({datetime: d.decided_at, timezone: 'Z'}) AS at
  WHERE date(at) <= $on
  WITH d, at ORDER BY at DESC, d.ref DESC
  WITH collect({gate: d.gate, passed: d.passed, at: at}) AS decisions
  RETURN head([d IN decisions WHERE d.gate = 'TG3']) AS entry,
    head([d IN decisions WHERE d.gate = 'TG6']) AS exit
}
WITH x, leaving, coalesce(exit.passed, false)
  AND NOT coalesce(entry.passed AND entry.at > exit.at, false) AS delisted
WHERE delisted OR leaving.lifecycle = 'retire'
RETURN x.ref AS element, leaving.ref AS leaving, leaving.lifecycle AS lifecycle

// Which offerings can be ordered although their service is not in the catalog?
// param on: date = today, the catalog as it was decided up to this day (UTC)
// returns offering: ref, an orderable offering
// returns service: ref, its service; empty where it has none
// returns lifecycle: text, the phase that the service is in
// returns name: text, name of the offering
// python: catalog_views.offerings_listed_wrongly
MATCH (o:ServiceOffering)
WHERE o.orderable
CALL (o) {
  MATCH (o)<-[:HAS_OFFERING]-(s:Service)
  WITH DISTINCT s
  CALL (s) {
  MATCH (s)<-[:SUBMITTED_FOR]-(:GateSubmission)-[:DECIDED_BY]->(d:GateDecision)
  WITH d, datetime({datetime: d.decided_at, timezone: 'Z'}) AS at
  WHERE date(at) <= $on
  WITH d, at ORDER BY at DESC, d.ref DESC
  WITH collect({gate: d.gate, passed: d.passed, outcome: d.outcome, at: at}) AS decisions
  RETURN head([d IN decisions WHERE d.gate = 'TG3']) AS entry,
    head([d IN decisions WHERE d.gate = 'TG6']) AS exit,
    head([d IN decisions WHERE d.gate = 'TG4']) AS built
}
WITH s, CASE
  WHEN built.outcome IN ['redesign', 'reject'] AND (entry IS NULL OR built.at >= entry.at) THEN false
  WHEN entry IS NULL AND exit IS NULL THEN coalesce(s.lifecycle, '') IN ['transition', 'operate', 'improve']
  WHEN exit IS NULL THEN entry.passed
  WHEN entry IS NULL THEN NOT exit.passed
  ELSE entry.passed AND NOT (exit.passed AND exit.at >= entry.at)
END AS listed
  WHERE NOT coalesce(listed, false)
  RETURN s
  UNION
  UNWIND CASE WHEN EXISTS { (o)<-[:HAS_OFFERING]-() } THEN [] ELSE [null] END AS s
  RETURN s
}
RETURN o.ref AS offering, s.ref AS service, s.lifecycle AS lifecycle, o.name AS name

// What is in the catalog: live, or being made ready to go live?
// A service enters when TG3 is passed and leaves when TG6 is passed; of several decisions at a gate
// the latest counts. TG4 takes out what it rejects, or sends back to design, until TG3 is passed again.
// Where there is no decision at TG3 or TG6, today's lifecycle phase stands in for it, and services in
// transition, operation or improvement are in the catalog.
// param on: date = today, decisions up to and including this day (UTC) count
// returns service: ref, a service in the catalog
// returns name: text, its name
// returns basis: text, `decision` or `lifecycle`
// returns lifecycle: text, the phase it is in today
// python: service_catalog.catalog_today
MATCH (s:Service)
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
WITH s, entry, exit, CASE
  WHEN built.outcome IN ['redesign', 'reject'] AND (entry IS NULL OR built.at >= entry.at) THEN false
  WHEN entry IS NULL AND exit IS NULL THEN s.lifecycle IN ['transition', 'operate', 'improve']
  WHEN exit IS NULL THEN entry.passed
  WHEN entry IS NULL THEN NOT exit.passed
  ELSE entry.passed AND NOT (exit.passed AND exit.at >= entry.at)
END AS listed
WHERE listed
RETURN s.ref AS service, s.name AS name, s.lifecycle AS lifecycle,
  CASE WHEN entry IS NULL AND exit IS NULL THEN 'lifecycle' ELSE 'decision' END AS basis

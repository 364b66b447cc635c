// What does the catalog offer, at which price, with which promises, to whom?
// One row for each offering and price; a service without an offering stands alone.
// param on: date = today, the catalog as it was decided up to this day (UTC)
// returns service: ref, a service in the catalog
// returns offering: ref, an offering of it
// returns level: text, its level
// returns price: number, price of one unit
// returns currency: text, ISO 4217 code
// returns unit: text, what one unit is
// returns promises: texts, service level targets of the offering and the service
// returns orderable: boolean, whether it can be ordered
// returns visible_to: text, who sees it
// returns name: text, name of the service
// python: catalog_views.business_view
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
WITH s, CASE
  WHEN built.outcome IN ['redesign', 'reject'] AND (entry IS NULL OR built.at >= entry.at) THEN false
  WHEN entry IS NULL AND exit IS NULL THEN coalesce(s.lifecycle, '') IN ['transition', 'operate', 'improve']
  WHEN exit IS NULL THEN entry.passed
  WHEN entry IS NULL THEN NOT exit.passed
  ELSE entry.passed AND NOT (exit.passed AND exit.at >= entry.at)
END AS listed
WHERE listed
OPTIONAL MATCH (s)-[:HAS_OFFERING]->(o)
WITH DISTINCT s, o, COLLECT {
  UNWIND [s, o] AS x MATCH (x)-[:SETS_TARGET]->(t) RETURN DISTINCT t.ref ORDER BY t.ref
} AS promises
WITH s, o, promises, coalesce(o, s) AS x
OPTIONAL MATCH (x)-[:PRICED_AT]->(p:PriceItem)
RETURN DISTINCT s.ref AS service, o.ref AS offering, o.level AS level, p.price AS price,
  p.currency AS currency, p.unit AS unit, promises, o.orderable AS orderable,
  o.visible_to AS visible_to, s.name AS name

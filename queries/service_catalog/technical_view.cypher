// Of what are the services of the catalog made, and what do they need directly?
// param on: date = today, the catalog as it was decided up to this day (UTC)
// returns service: ref, a service in the catalog
// returns relationship: text, how it, or an offering of it, needs the element
// returns element: ref, what it needs
// returns type: text, type of the element
// returns name: text, name of the element
// python: catalog_views.technical_view
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
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
UNWIND own AS x
MATCH (x)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]->(y)
WHERE type(r) <> 'PART_OF'
RETURN DISTINCT s.ref AS service, type(r) AS relationship, y.ref AS element,
  head([label IN labels(y) WHERE label <> 'Item']) AS type, y.name AS name

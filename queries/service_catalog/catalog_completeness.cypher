// How complete is each entry of the catalog, and what is missing?
// Six things are looked for: an owner, a price, a promise, a dependency, an impact analysis, and that
// somebody has confirmed the entry lately.
// param on: date = today, the day
// param days: integer = policy verified_within_days, how old a confirmation may be
// returns score: number, share of the six that is there
// returns service: ref, a service in the catalog
// returns missing: texts, `owner`, `price`, `promise`, `dependency`, `impact analysis`, `verification`
// returns name: text, its name
// python: catalog_views.catalog_completeness
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
WITH s, [what IN [
  CASE WHEN NOT EXISTS { (s)-[:OWNED_BY]->() } THEN 'owner' END,
  CASE WHEN NOT EXISTS { MATCH (x)-[:PRICED_AT]->() WHERE x IN own } THEN 'price' END,
  CASE WHEN NOT EXISTS { MATCH (x)-[:SETS_TARGET]->() WHERE x IN own }
    AND NOT EXISTS {
      MATCH (x)<-[:COVERS]-(c:Contract)-[:SETS_TARGET]->()
      WHERE x IN own AND coalesce(c.status, 'signed') = 'signed'
    } THEN 'promise' END,
  CASE WHEN NOT EXISTS { MATCH (s)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]->() WHERE type(r) <> 'PART_OF' } THEN 'dependency' END,
  CASE WHEN NOT EXISTS { (s)-[:HAS_BIA]->() } THEN 'impact analysis' END,
  CASE WHEN coalesce(s.last_verified_on < $on - duration({days: $days}), true) THEN 'verification' END
] WHERE what IS NOT NULL] AS missing
RETURN (6 - size(missing)) / 6.0 AS score, s.ref AS service, missing, s.name AS name

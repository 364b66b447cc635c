// Who complained when the service was taken away on purpose?
// Scream tests of it, its offerings, and what realises it alone, within the look-back or on an unknown day.
// param service: ref, the service to be retired
// param on: date = today, the day of the judgement
// param lookback_days: integer = policy lookback_days, days before it that are looked at
// returns test: ref, the scream test
// returns started_on: date, day it began
// returns screams: integer, how many complained
// returns heard_from: texts, references of those who did
// gate: TG6
// severity: WARN
// document: operational-and-consumption-reports
// python: retirement_terms.screams_heard
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  WITH p ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref LIMIT 1
  MATCH (p)-[:FOR]->(other:Service)
  WHERE other <> s
  RETURN DISTINCT other
} AS together
WITH s, together + COLLECT {
  UNWIND together AS t
  MATCH (t)-[:HAS_OFFERING]->(o)
  RETURN DISTINCT o
} AS retired
UNWIND retired AS used
MATCH (used)-[:REALIZED_BY*0..1]->(at)
WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN retired }
MATCH (t:ScreamTest)-[:SILENCES]->(at)
WITH DISTINCT t, COLLECT { MATCH (t)-[:HEARD_FROM]->(x) RETURN DISTINCT x.ref ORDER BY x.ref } AS heard_from
WHERE (coalesce(t.screams, 0) > 0 OR size(heard_from) > 0)
  AND (t.started_on IS NULL OR t.started_on >= $on - duration({days: $lookback_days}))
RETURN t.ref AS test, toString(t.started_on) AS started_on, t.screams AS screams, heard_from

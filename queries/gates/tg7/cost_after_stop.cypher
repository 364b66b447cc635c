// What is still spent on the service in periods that began after it stopped?
// On itself, its offerings, and what realises it alone. A retirement is done when nobody pays for it.
// param service: ref, the service before the gate
// returns cost_item: ref, the cost
// returns period: text, its period
// returns amount: number, how much
// returns currency: text, in which currency
// returns name: text, its name
// gate: TG7
// severity: WARN
// document: phase-out-proposal
// assessable: operation_stopped
// python: phase_out.cost_after_stop
MATCH (s:Item {ref: $service})
WITH s, head(COLLECT {
  MATCH (d:PhaseOutProposal)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND d.stopped_on IS NOT NULL
  RETURN d.stopped_on ORDER BY d.stopped_on DESC
}) AS stopped_on
WHERE stopped_on IS NOT NULL
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own, stopped_on
UNWIND own AS used
MATCH (used)-[:REALIZED_BY*0..1]->(at)
WHERE at = used OR NOT EXISTS { MATCH (other)-[:REALIZED_BY]->(at) WHERE NOT other IN own }
MATCH (c:CostItem)-[:COST_OF]->(at)
WHERE c.amount > 0
WITH DISTINCT c, stopped_on, toUpper(trim(c.period)) AS p
WITH c, stopped_on, left(p, 4) + '-' + CASE
  WHEN p =~ '\\d{4}' OR p =~ '\\d{4}-(H1|Q1)' THEN '01'
  WHEN p =~ '\\d{4}-Q2' THEN '04'
  WHEN p =~ '\\d{4}-(H2|Q3)' THEN '07'
  WHEN p =~ '\\d{4}-Q4' THEN '10'
  WHEN p =~ '\\d{4}-(0[1-9]|1[0-2])' THEN substring(p, 5, 2)
END + '-01' AS begins
WHERE date(begins) > stopped_on
RETURN c.ref AS cost_item, c.period AS period, c.amount AS amount, c.currency AS currency, c.name AS name

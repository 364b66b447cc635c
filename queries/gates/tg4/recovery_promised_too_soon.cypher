// Which contract promises a recovery faster, or a loss smaller, than was ever shown?
// A promise is a target of measure `recovery time` or `recovery point`. What counts is the latest
// exercise of the service, or of a plan that covers it, that measured it.
// param service: ref, the service before the gate
// returns contract: ref, the contract presented
// returns target: ref, the promise
// returns measure: text, `recovery time` or `recovery point`
// returns promised_minutes: number, what is promised; empty where its unit is no time
// returns measured_minutes: number, what was measured; empty where nothing was
// returns exercise: ref, the exercise
// gate: TG4
// severity: BLOCK
// document: service-contract
// assessable: contracts_presented
// python: service_contracts.recovery_promised_too_soon
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
MATCH (d:ServiceContract)-[:FOR]->(s)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:PRESENTS]->(c:Contract)
WITH DISTINCT s, own, c
MATCH (c)-[:SETS_TARGET]->(t)
WHERE t.measure IN ['recovery time', 'recovery point']
WITH DISTINCT s, c, t, CASE coalesce(t.unit, 'minutes')
  WHEN 'seconds' THEN t.target / 60.0
  WHEN 'minutes' THEN t.target
  WHEN 'hours' THEN t.target * 60.0
  WHEN 'days' THEN t.target * 1440.0
END AS promised_minutes
WITH c, t, promised_minutes, head(COLLECT {
  CALL (s) {
    MATCH (e:Exercise)-[r:EXERCISED]->(s)
    RETURN e, r
    UNION
    MATCH (e:Exercise)-[r:EXERCISED]->(:ContinuityPlan)<-[:COVERED_BY_PLAN]-(s)
    RETURN e, r
  }
  WITH e, CASE t.measure WHEN 'recovery time' THEN r.rta_minutes ELSE r.rpa_minutes END AS minutes
  WHERE minutes IS NOT NULL
  RETURN [e.ref, minutes]
  ORDER BY coalesce(toString(e.held_on), '') DESC, e.ref DESC, minutes DESC LIMIT 1
}) AS latest
WHERE latest IS NULL OR promised_minutes IS NULL OR promised_minutes < latest[1]
RETURN c.ref AS contract, t.ref AS target, t.measure AS measure, promised_minutes,
  latest[1] AS measured_minutes, latest[0] AS exercise

// Where does the contract promise something else than the service was designed for?
// Held against each other are the targets of the contract, and those of the service and of the
// offerings that it covers. Two targets are the same where measure, unit and value are.
// param service: ref, the service before the gate
// returns contract: ref, the contract presented
// returns target: ref, a service level target that only one side has
// returns side: text, `contract` or `design`
// returns measure: text, what is measured
// returns value: number, value promised
// gate: TG4
// severity: BLOCK
// document: service-contract
// assessable: promises_designed
// python: service_contracts.contract_promises_not_designed
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
MATCH (d:ServiceContract)-[:FOR]->(s)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[:PRESENTS]->(c:Contract)
WITH DISTINCT s, own, c
WITH c, COLLECT {
  MATCH (c)-[:SETS_TARGET]->(t)
  RETURN DISTINCT t
} AS promised, COLLECT {
  UNWIND own AS maker
  WITH maker
  WHERE maker = s OR EXISTS { (c)-[:COVERS]->(maker) }
  MATCH (maker)-[:SETS_TARGET]->(t)
  RETURN DISTINCT t
} AS designed
UNWIND [t IN promised | {t: t, side: 'contract', others: designed}]
  + [t IN designed | {t: t, side: 'design', others: promised}] AS one
WITH c, one.t AS t, one.side AS side, one.others AS others
WHERE none(o IN others WHERE o = t OR (
  coalesce(o.measure, '') = coalesce(t.measure, '') AND coalesce(o.unit, '') = coalesce(t.unit, '')
  AND coalesce(o.target = t.target, false)))
RETURN c.ref AS contract, t.ref AS target, side, t.measure AS measure, t.target AS value

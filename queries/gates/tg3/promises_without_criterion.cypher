// Which promises and outcomes of the service does no preliminary acceptance criterion verify?
// Promises are those of the service, of its offerings, and of contracts in force about them.
// param service: ref, the service
// returns ref: ref, the service level target or the business outcome
// returns type: text, its type
// returns name: text, its name
// gate: TG3
// severity: BLOCK
// document: preliminary-acceptance-criteria
// assessable: preliminary_criteria_on_record
// python: realization_proof.promises_without_criterion
MATCH (s:Service {ref: $service})
WITH s, [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN o } AS promised, COLLECT {
  MATCH (d:ServiceStrategy)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  RETURN d
} AS strategies
CALL (s, promised, strategies) {
  MATCH (maker)-[:SETS_TARGET]->(x)
  WHERE maker IN promised
  RETURN x
  UNION
  MATCH (maker:Contract)-[:COVERS]->(covered)
  WHERE covered IN promised AND coalesce(maker.status, 'signed') = 'signed'
  MATCH (maker)-[:SETS_TARGET]->(x)
  WHERE NOT EXISTS { MATCH (other)-[:SETS_TARGET]->(x) WHERE NOT other:Contract }
  RETURN x
  UNION
  MATCH (owner)-[:TARGETS_OUTCOME]->(x)
  WHERE owner = s OR owner IN strategies
  RETURN x
}
WITH DISTINCT s, x
WHERE NOT EXISTS {
  MATCH (d:PreliminaryAcceptanceCriteria)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:HAS_CRITERION]->()-[:VERIFIES]->(x)
}
RETURN x.ref AS ref, head([label IN labels(x) WHERE label <> 'Item']) AS type, x.name AS name

// Where does a service that is built differ from its design?
// Looked at are services in transition, operation or improvement that have a standing design. What is
// designed is built when the service needs it in any direct way; what it depends on, alone or in a
// group, has to be designed.
// returns finding: text, `built only` or `designed only`
// returns service: ref, the service
// returns element: ref, what only one of the two knows
// returns type: text, its type
// returns name: text, its name
// python: service_development.designed_against_built
MATCH (s:Service)
WHERE s.lifecycle IN ['transition', 'operate', 'improve']
WITH s, COLLECT {
  MATCH (d:ServiceDesign)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  RETURN d
} AS designs
WHERE designs <> []
WITH s, COLLECT {
  UNWIND designs AS d MATCH (d)-[:DESIGNS]->(x) RETURN DISTINCT x
} AS designed, COLLECT {
  MATCH (s)-[:DEPENDS_ON|REQUIRES]->(holder)
  MATCH (holder)-[:MEMBER*0..50]->(x)
  WHERE NOT x:RequirementGroup
  RETURN DISTINCT x
} AS needed, COLLECT {
  MATCH (s)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]->(holder)
  WHERE type(r) <> 'PART_OF' OR s:Site
  MATCH (holder)-[:MEMBER*0..50]->(x)
  RETURN DISTINCT x
} AS built
UNWIND [x IN needed WHERE NOT x IN designed | {finding: 'built only', x: x}]
  + [x IN designed WHERE NOT x IN built | {finding: 'designed only', x: x}] AS one
WITH s, one.finding AS finding, one.x AS x
RETURN finding, s.ref AS service, x.ref AS element,
  head([label IN labels(x) WHERE label <> 'Item']) AS type, x.name AS name

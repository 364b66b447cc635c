// Where does what was built differ from what was designed?
// What the service needs directly is held against the standing service design; a group, or its
// threshold, that differs counts too.
// param service: ref, the service before the gate
// returns element: ref, what the service needs, or was to need
// returns difference: text, `not built`, `not designed` or `redundancy`
// returns name: text, name of the element
// gate: TG4
// severity: BLOCK
// document: service-acceptance-criteria
// assessable: needs_designed
// python: acceptance.built_not_as_designed
MATCH (s:Item {ref: $service})
WITH COLLECT {
  MATCH (d:ServiceDesign)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[r:DESIGNS]->(y)
  RETURN DISTINCT [y.ref, coalesce(r.group, ''), coalesce(r.at_least, 0)]
} AS designed, COLLECT {
  MATCH (s)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]->(y)
  WHERE type(r) <> 'PART_OF'
  RETURN DISTINCT [y.ref, coalesce(r.group, ''), coalesce(r.at_least, 0)]
} AS built
UNWIND [n IN designed + built | n[0]] AS element
WITH DISTINCT element, [n IN designed WHERE n[0] = element] AS planned,
  [n IN built WHERE n[0] = element] AS found
WITH element, CASE
  WHEN found = [] THEN 'not built'
  WHEN planned = [] THEN 'not designed'
  WHEN any(n IN planned WHERE NOT n IN found) OR any(n IN found WHERE NOT n IN planned) THEN 'redundancy'
END AS difference
MATCH (y:Item {ref: element})
WHERE difference IS NOT NULL
RETURN element, difference, y.name AS name

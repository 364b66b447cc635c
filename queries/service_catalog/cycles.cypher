// Which elements need themselves through others, so that they fail together?
// A cycle is a largest set of elements that all need each other. Only what carries failure counts:
// no soft dependency, none that is needed at the start only, no product whose loss is survived.
// returns cycle: ref, the first element of the cycle by reference, which names it
// returns element: ref, an element of the cycle
// returns type: text, type of the element
// returns name: text, name of the element
// returns size: integer, elements in the cycle
// python: service_catalog.cycles
MATCH (a:Item)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO|HAS_OFFERING|SUPPORTS_ACTIVITY]->(b:Item)
WHERE CASE type(r)
  WHEN 'DEPENDS_ON' THEN coalesce(r.strength, 'hard') <> 'soft' AND coalesce(r.phase, 'both') <> 'start'
  WHEN 'USES_PRODUCT' THEN coalesce(r.exposed, false)
  WHEN 'SUPPLIED_BY' THEN coalesce(a.delivery, '') = 'hosted'
  WHEN 'PART_OF' THEN a:Site
  ELSE true
END
WITH collect(DISTINCT CASE
  WHEN type(r) IN ['HAS_OFFERING', 'SUPPORTS_ACTIVITY'] THEN [b.ref, a.ref]
  ELSE [a.ref, b.ref]
END) AS needs
/* A pair whose dependent nobody needs, or whose provider needs nothing, is in no cycle. */
WITH reduce(left = needs, round IN range(1, 50) | head([needed IN [[n IN left | n[1]]] |
  head([needing IN [[n IN left | n[0]]] |
    [n IN left WHERE n[0] IN needed AND n[1] IN needing]])])) AS needs
WITH needs, COLLECT { UNWIND needs AS n RETURN DISTINCT n[0] } AS elements
UNWIND elements AS x
WITH x, reduce(walk = {seen: [], last: [x]}, hop IN range(1, size(elements)) |
  CASE walk.last WHEN [] THEN walk ELSE
    head([found IN [[n IN needs WHERE n[0] IN walk.last AND NOT n[1] IN walk.seen | n[1]]] |
      {seen: walk.seen + found, last: found}]) END).seen AS reached
WHERE x IN reached
WITH collect({x: x, reached: reached}) AS circular
UNWIND circular AS one
WITH one.x AS ref, COLLECT {
  UNWIND circular AS other
  WITH other WHERE other.x IN one.reached AND one.x IN other.reached
  RETURN other.x AS member ORDER BY member
} AS members
MATCH (y:Item {ref: ref})
RETURN head(members) AS cycle, ref AS element, head([label IN labels(y) WHERE label <> 'Item']) AS type, y.name AS name, size(members) AS size

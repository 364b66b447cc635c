// What does this element need, directly or through others?
// param element: ref, the element that needs
// param depth: integer = 50, hops followed
// returns hops: integer, least number of relationships on the way
// returns ref: ref, what it needs
// returns type: text, type of that
// returns name: text, name of that
// python: service_catalog.providers
MATCH (start:Item {ref: $element})
WITH reduce(walk = {seen: [start], levels: [[start]]}, hop IN range(1, $depth) |
  head([found IN [
    COLLECT {
      UNWIND last(walk.levels) AS x
      MATCH (x)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]->(y)
      WHERE NOT y IN walk.seen AND (type(r) <> 'PART_OF' OR x:Site)
      RETURN DISTINCT y
    } + COLLECT {
      UNWIND last(walk.levels) AS x
      MATCH (x)<-[:HAS_OFFERING|SUPPORTS_ACTIVITY]-(y)
      WHERE NOT y IN walk.seen
      RETURN DISTINCT y
    }] | {seen: walk.seen + found, levels: walk.levels + [found]}])) AS walk
UNWIND range(1, size(walk.levels) - 1) AS hops
UNWIND walk.levels[hops] AS y
RETURN DISTINCT hops, y.ref AS ref, head([label IN labels(y) WHERE label <> 'Item']) AS type, y.name AS name

// Which customers are behind this element: who subscribes to, or needs, what rests on it?
// param element: ref, the element that they rest on
// param depth: integer = 50, hops followed
// returns hops: integer, least number of relationships on the way
// returns customer: ref, the customer
// returns name: text, name of the customer
// python: service_catalog.customers_behind
MATCH (start:Item {ref: $element})
WITH reduce(walk = {seen: [start], levels: [[start]]}, hop IN range(1, $depth) |
  head([found IN [
    COLLECT {
      UNWIND last(walk.levels) AS x
      MATCH (x)<-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]-(y)
      WHERE NOT y IN walk.seen AND (type(r) <> 'PART_OF' OR y:Site)
      RETURN DISTINCT y
    } + COLLECT {
      UNWIND last(walk.levels) AS x
      MATCH (x)-[:HAS_OFFERING|SUPPORTS_ACTIVITY]->(y)
      WHERE NOT y IN walk.seen
      RETURN DISTINCT y
    }] | {seen: walk.seen + found, levels: walk.levels + [found]}])) AS walk
UNWIND range(1, size(walk.levels) - 1) AS hops
UNWIND walk.levels[hops] AS y
WITH DISTINCT hops, y WHERE y:Customer
RETURN hops, y.ref AS customer, y.name AS name

// Which services does this one need, and which need it, directly or through others?
// param service: ref, the service
// param depth: integer = 50, hops followed
// returns direction: text, `needs` or `needed by`
// returns hops: integer, least number of relationships on the way
// returns other: ref, the other service
// returns name: text, its name
// python: catalog_views.interdependencies
MATCH (start:Item {ref: $service})
CALL (start) {
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
  RETURN DISTINCT 'needs' AS direction, hops, y
  UNION
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
  RETURN DISTINCT 'needed by' AS direction, hops, y
}
WITH direction, hops, y
WHERE y:Service
RETURN direction, hops, y.ref AS other, y.name AS name

// Which services stand on products of this vendor, or of a company that belongs to it?
// Every use counts, also one that a service would survive.
// param vendor: ref, the vendor
// param depth: integer = 50, hops followed
// returns hops: integer, least number of relationships on the way
// returns service: ref, a service that stands on it
// returns name: text, name of the service
// python: vendor_products.services_on_vendor
MATCH (:Item {ref: $vendor})<-[:SUBSIDIARY_OF*0..50]-(start:Item)
WITH collect(DISTINCT start) AS starts
WITH reduce(walk = {seen: starts, levels: [starts]}, hop IN range(1, $depth) |
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
WITH DISTINCT hops, y WHERE y:Service
RETURN hops, y.ref AS service, y.name AS name

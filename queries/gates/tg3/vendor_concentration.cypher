// Which vendors will carry a large share of the services in use once this one is?
// Counted are the services in transition, operation or improvement, and this one as designed; a
// service is carried by every vendor on which something that it needs rests.
// param service: ref, the service
// param depth: integer = 50, hops followed
// param most: number = policy vendor_share, share of services up to which a vendor carries no large one
// returns share: number, share of the services that the vendor will carry
// returns vendor: ref, the vendor
// returns name: text, its name
// returns services: integer, how many services it will carry
// returns of: integer, how many services there will be
// gate: TG3
// severity: WARN
// document: service-design
// assessable: designed_needs
// python: realization.vendor_concentration
MATCH (s:Service {ref: $service})
WITH s, [s] + COLLECT {
  MATCH (d:ServiceDesign)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
  MATCH (d)-[:DESIGNS]->(x)
  RETURN DISTINCT x
} AS starts, COUNT {
  MATCH (o:Service) WHERE o.lifecycle IN ['transition', 'operate', 'improve'] AND o <> s
} + 1 AS of
CALL (starts) {
  WITH reduce(walk = {seen: starts, levels: [starts]}, hop IN range(1, $depth) |
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
  UNWIND walk.seen AS vendor
  WITH DISTINCT vendor WHERE vendor:Vendor
  RETURN vendor
}
CALL (s, vendor) {
  WITH s, reduce(walk = {seen: [vendor], levels: [[vendor]]}, hop IN range(1, $depth) |
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
  UNWIND walk.seen AS o
  WITH DISTINCT s, o
  WHERE o:Service AND o.lifecycle IN ['transition', 'operate', 'improve'] AND o <> s
  RETURN count(o) + 1 AS services
}
WITH vendor, services, of, round(toFloat(services) / of, 6) AS share
WHERE share > $most
RETURN share, vendor.ref AS vendor, vendor.name AS name, services, of

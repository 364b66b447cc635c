// Which vendor products, on which the service or its plans rest, lose support within the horizon?
// A roadmap without a horizon goes on until the service's planned end, else for the horizon.
// param service: ref, the service
// param on: date = today, the day from which the horizon counts
// param horizon_months: integer = policy roadmap_horizon_months, how long a service goes on whose roadmap has no horizon and which has no planned end
// param depth: integer = 50, hops followed
// returns end_of_support_on: date, last day of support
// returns product: ref, the product
// returns until: date, last day of the roadmap
// returns hops: integer, least number of relationships between them; 0 where a plan relies on it directly
// gate: TG2, TG3 when tg2_not_required
// severity: WARN
// document: service-roadmap
// assessable: roadmap_on_record
// python: feasibility.support_ends_within_horizon
MATCH (s:Item {ref: $service})
WITH s, coalesce(head(COLLECT {
  MATCH (m:ServiceRoadmap)-[:FOR]->(s)
  WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(m) } AND m.horizon_until IS NOT NULL
  RETURN m.horizon_until AS last ORDER BY last DESC
}), s.planned_retire_on, $on + duration({months: $horizon_months})) AS until
CALL (s) {
  RETURN s AS start
  UNION
  CALL (s) {
    MATCH (m:ServiceRoadmap)-[:FOR]->(s)
    WHERE coalesce(m.status, 'submitted') IN ['submitted', 'accepted']
      AND NOT EXISTS { ()-[:SUPERSEDES]->(m) }
    MATCH (m)-[:HAS_ITEM]->(plan)
    RETURN plan
    UNION
    MATCH (s)-[:HAS_RELEASE]->(plan)
    RETURN plan
  }
  MATCH (plan)-[:RELIES_ON]->(start)
  RETURN start
}
WITH s, until, collect(start) AS starts
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
  UNWIND range(0, size(walk.levels) - 1) AS hops
  UNWIND walk.levels[hops] AS product
  WITH DISTINCT hops, product WHERE product:VendorProduct
  RETURN hops, product
}
WITH s, until, hops, product
WHERE product.end_of_support_on < until
RETURN toString(product.end_of_support_on) AS end_of_support_on, product.ref AS product, 
  toString(until) AS until, hops

// Which services rest on a vendor product whose support ends before the service does?
// A service without a planned end is taken to go on for the horizon, unless it is in the last phase.
// param on: date = today, the day from which the horizon counts
// param horizon_months: integer = policy service_horizon_months, how long a service without a planned end goes on
// param depth: integer = 50, hops followed from the product to the service
// returns end_of_support_on: date, last day of support
// returns service: ref, the service
// returns product: ref, the product
// returns planned_retire_on: date, planned end of the service; empty where none is planned
// returns hops: integer, least number of relationships between them
// python: vendor_products.support_ends_before_service
MATCH (product:VendorProduct)
WHERE product.end_of_support_on IS NOT NULL
CALL (product) {
  WITH reduce(walk = {seen: [product], levels: [[product]]}, hop IN range(1, $depth) |
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
  RETURN DISTINCT hops, y
}
WITH product, y AS service, hops
WHERE service:Service AND product.end_of_support_on < coalesce(service.planned_retire_on,
  CASE service.lifecycle WHEN 'retire' THEN null ELSE $on + duration({months: $horizon_months}) END)
RETURN toString(product.end_of_support_on) AS end_of_support_on, service.ref AS service,
  product.ref AS product, toString(service.planned_retire_on) AS planned_retire_on, hops

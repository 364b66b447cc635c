// What do this service, and the services that it needs, cost directly?
// Costs of themselves, added up by period and currency; how costs are passed on is a question of
// finance.
// param service: ref, the service
// param depth: integer = 50, hops followed
// returns hops: integer, least number of relationships on the way; 0 is the service itself
// returns needed: ref, the service, or one that it needs
// returns period: text, the period
// returns currency: text, ISO 4217 code
// returns cost: number, direct cost; empty where none is on record
// python: catalog_views.costs_beside_dependencies
MATCH (start:Item {ref: $service})
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
UNWIND range(0, size(walk.levels) - 1) AS hops
UNWIND walk.levels[hops] AS y
WITH DISTINCT hops, y
WHERE y:Service
OPTIONAL MATCH (y)<-[:COST_OF]-(k:CostItem)
WHERE k.amount IS NOT NULL
WITH DISTINCT hops, y, k.period AS period, k.currency AS currency
WITH hops, y, period, currency, COLLECT {
  MATCH (y)<-[:COST_OF]-(k:CostItem)
  WHERE k.amount IS NOT NULL AND coalesce(k.period, '') = coalesce(period, '')
    AND coalesce(k.currency, '') = coalesce(currency, '')
  WITH DISTINCT k
  RETURN k.amount ORDER BY k.ref
} AS amounts
RETURN hops, y.ref AS needed, period, currency,
  CASE WHEN amounts <> [] THEN round(reduce(total = 0.0, one IN amounts | total + one), 2) END AS cost

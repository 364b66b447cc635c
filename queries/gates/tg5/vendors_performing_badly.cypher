// Which vendors that the service rests on did badly in their latest period, or were never judged?
// param service: ref, the service before the gate
// param least_attainment: number = policy vendor_attainment_least, share of its promises that a vendor has to keep
// param most_variance: number = policy vendor_cost_variance_most, share by which it may cost more than agreed
// param depth: integer = 50, hops followed
// returns vendor: ref, the vendor
// returns period: text, its latest period; empty where it was never judged
// returns attainment: number, share of its promises that it kept
// returns cost_variance: number, share by which it cost more than agreed
// returns name: text, name of the vendor
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// python: business_case_review.vendors_performing_badly
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
UNWIND walk.seen AS vendor
WITH DISTINCT vendor
WHERE vendor:Vendor
WITH vendor, head(COLLECT {
  MATCH (vendor)<-[:PERFORMANCE_OF]-(p:VendorPerformance)
  WITH DISTINCT p
  RETURN p ORDER BY coalesce(p.period, '') DESC, p.ref DESC LIMIT 1
}) AS latest
WHERE latest IS NULL OR coalesce(latest.attainment < $least_attainment, true)
  OR latest.cost_variance > $most_variance
RETURN vendor.ref AS vendor, latest.period AS period, latest.attainment AS attainment,
  latest.cost_variance AS cost_variance, vendor.name AS name

// How do vendors do, period by period?
// returns vendor: ref, the vendor
// returns period: text, the period
// returns attainment: number, share of its promises that it kept
// returns change: number, how much more than in the period before
// returns incidents: integer, incidents that it caused
// returns cost_variance: number, share by which it cost more than agreed
// returns audited_on: date, day of the last audit
// python: vendor_selection.vendor_performance
MATCH (v:Vendor)<-[:PERFORMANCE_OF]-(p:VendorPerformance)
WITH DISTINCT v, p
WITH v, p, head(COLLECT {
  MATCH (v)<-[:PERFORMANCE_OF]-(b:VendorPerformance)
  WHERE b.period < p.period AND b.attainment IS NOT NULL
  RETURN b.attainment ORDER BY b.period DESC, b.ref DESC LIMIT 1
}) AS before
RETURN v.ref AS vendor, p.period AS period, p.attainment AS attainment, p.attainment - before AS change,
  p.incidents AS incidents, p.cost_variance AS cost_variance, toString(p.audited_on) AS audited_on

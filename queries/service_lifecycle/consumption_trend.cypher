// How does the use of each element change from period to period?
// Records of one driver that end on the same day are added up; those without volume or end are left out.
// returns element: ref, what is used
// returns driver: text, what is counted
// returns period_to: date, last day of the period
// returns volume: number, how much of it
// returns previous: number, how much in the period before; empty for the first
// returns change: number, the difference as a share of the period before; empty where that was nothing
// python: service_lifecycle.consumption_trend
MATCH (k:ConsumptionRecord)-[:CONSUMED_IN]->(x:Item)
WHERE k.volume IS NOT NULL AND k.period_to IS NOT NULL
WITH x, k.driver AS driver, k.period_to AS period_to, round(sum(k.volume), 6) AS volume
ORDER BY period_to
WITH x, driver, collect([period_to, volume]) AS periods
UNWIND range(0, size(periods) - 1) AS place
WITH x, driver, periods[place] AS period, CASE place WHEN 0 THEN null ELSE periods[place - 1][1] END AS previous
RETURN x.ref AS element, driver, toString(period[0]) AS period_to, period[1] AS volume, previous,
  CASE WHEN previous > 0 THEN round((period[1] - previous) / previous, 6) END AS change

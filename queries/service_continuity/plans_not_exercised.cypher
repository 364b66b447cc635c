// Which continuity plans has nobody tried for too long?
// An exercise of a service counts for the plans that cover it.
// param on: date = today, the day
// param months: integer = policy exercised_within_months, time within which a plan has to be tried
// returns held_on: date, day of the latest exercise; empty where there was none
// returns plan: ref, a plan that covers something
// returns name: text, its name
// python: continuity_coverage.plans_not_exercised
MATCH (p:ContinuityPlan)
WHERE EXISTS { (p)<-[:COVERED_BY_PLAN]-() }
WITH p, [p] + COLLECT { MATCH (p)<-[:COVERED_BY_PLAN]-(x) RETURN x } AS tried
WITH p, head(COLLECT {
  UNWIND tried AS t
  MATCH (t)<-[:EXERCISED]-(e:Exercise)
  WHERE e.held_on <= $on
  RETURN e.held_on ORDER BY e.held_on DESC LIMIT 1
}) AS held_on
WHERE held_on IS NULL OR held_on + duration({months: $months}) < $on
RETURN toString(held_on) AS held_on, p.ref AS plan, p.name AS name

// Which continuity plans should have been looked at again, or were never approved?
// param on: date = today, the day
// returns review_due_on: date, day by which it had to be looked at; empty where none is set
// returns plan: ref, a plan that covers something
// returns name: text, its name
// returns problem: text, `overdue` or `not approved`
// python: continuity_coverage.plans_review_overdue
MATCH (p:ContinuityPlan)
WHERE EXISTS { (p)<-[:COVERED_BY_PLAN]-() } AND (p.approved_on IS NULL OR p.review_due_on < $on)
RETURN toString(p.review_due_on) AS review_due_on, p.ref AS plan, p.name AS name,
  CASE WHEN p.approved_on IS NULL THEN 'not approved' ELSE 'overdue' END AS problem

// Which plans were last tried before what they cover changed?
// A change is a release of a covered service, or something that a covered element needs directly and
// that holds only since (`valid_from`).
// param on: date = today, changes up to this day count
// returns plan: ref, a plan that was tried
// returns held_on: date, day of the latest exercise
// returns element: ref, what it covers
// returns changed_on: date, day of the latest change
// python: continuity_coverage.plans_exercised_before_change
MATCH (p:ContinuityPlan)<-[:COVERED_BY_PLAN]-(x)
WITH DISTINCT p, x, head(COLLECT {
  MATCH (p)<-[:EXERCISED]-(e:Exercise)
  WHERE e.held_on <= $on
  RETURN e.held_on ORDER BY e.held_on DESC LIMIT 1
}) AS held_on
CALL (x) {
  MATCH (x)-[:HAS_RELEASE]->(r)
  RETURN r.released_on AS changed_on
  UNION
  MATCH (x)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]->()
  WHERE type(r) <> 'PART_OF' OR x:Site
  RETURN r.valid_from AS changed_on
}
WITH p, x, held_on, changed_on
WHERE changed_on <= $on
WITH p, x, held_on, max(changed_on) AS changed_on
WHERE changed_on > held_on
RETURN p.ref AS plan, toString(held_on) AS held_on, x.ref AS element, toString(changed_on) AS changed_on

// Which plans were last tried before what they cover changed?
// A change is a release of what is covered or of anything that it needs, directly or not, or one of
// these, or a relationship by which one needs another, that holds only since (`valid_from`). What
// the catalog was merely told later stands in its log: see `itspm exercises`. An exercise of the
// covered service counts for its plan.
// param on: date = today, changes up to this day count
// returns plan: ref, a plan that was tried
// returns held_on: date, day of the latest exercise
// returns element: ref, what it covers
// returns changed_on: date, day of the latest change
// python: continuity_coverage.plans_exercised_before_change
MATCH (p:ContinuityPlan)<-[:COVERED_BY_PLAN]-(c)
WITH DISTINCT p, c, head(COLLECT {
  UNWIND [p, c] AS tried
  MATCH (tried)<-[:EXERCISED]-(e:Exercise)
  WHERE e.held_on <= $on
  RETURN e.held_on ORDER BY e.held_on DESC LIMIT 1
}) AS held_on
WHERE held_on IS NOT NULL
WITH p, c, held_on, reduce(walk = {seen: [c], levels: [[c]]}, hop IN range(1, 50) |
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
UNWIND walk.seen AS needed
CALL (needed) {
  MATCH (needed)-[:HAS_RELEASE]->(r)
  RETURN r.released_on AS changed_on
  UNION
  MATCH (needed)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]->()
  WHERE type(r) <> 'PART_OF' OR needed:Site
  RETURN r.valid_from AS changed_on
  UNION
  MATCH (needed)<-[r:HAS_OFFERING|SUPPORTS_ACTIVITY]-()
  RETURN r.valid_from AS changed_on
  UNION
  RETURN needed.valid_from AS changed_on
}
WITH p, c, held_on, changed_on
WHERE changed_on <= $on
WITH p, c, held_on, max(changed_on) AS changed_on
WHERE changed_on > held_on
RETURN p.ref AS plan, toString(held_on) AS held_on, c.ref AS element, toString(changed_on) AS changed_on

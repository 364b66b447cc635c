// Which continuity plan was slower when it was last tried than it promises?
// An exercise of a service counts for the plans that cover it.
// returns plan: ref, the plan
// returns name: text, its name
// returns measured_minutes: number, recovery time of the latest exercise that measured one
// returns planned_minutes: number, recovery time that the plan promises
// returns exercise: ref, the exercise
// python: continuity_coverage.recovery_slower_than_planned
CALL () {
  MATCH (p:ContinuityPlan)<-[r:EXERCISED]-(e:Exercise)
  RETURN p, r, e
  UNION
  MATCH (p:ContinuityPlan)<-[:COVERED_BY_PLAN]-(:Service)<-[r:EXERCISED]-(e:Exercise)
  RETURN p, r, e
}
WITH p, r.rta_minutes AS minutes, e
WHERE minutes IS NOT NULL
WITH p, minutes, e
ORDER BY coalesce(toString(e.held_on), '') DESC, e.ref DESC, minutes DESC
WITH p, head(collect({e: e, minutes: minutes})) AS latest
WHERE latest.minutes > p.recovery_minutes
WITH p, latest.minutes AS measured_minutes, latest.e AS exercise
RETURN p.ref AS plan, p.name AS name, measured_minutes,
  p.recovery_minutes AS planned_minutes, exercise.ref AS exercise

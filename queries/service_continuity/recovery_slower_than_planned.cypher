// Which continuity plan was slower when it was last tried than it promises?
// returns plan: ref, the plan
// returns name: text, its name
// returns measured_minutes: number, recovery time of the latest exercise that measured one
// returns planned_minutes: number, recovery time that the plan promises
// returns exercise: ref, the exercise
// python: continuity_coverage.recovery_slower_than_planned
MATCH (p:ContinuityPlan)<-[r:EXERCISED]-(e:Exercise)
WHERE r.rta_minutes IS NOT NULL
WITH p, r.rta_minutes AS minutes, e
ORDER BY coalesce(toString(e.held_on), '') DESC, e.ref DESC
WITH p, head(collect({e: e, minutes: minutes})) AS latest
WHERE latest.minutes > p.recovery_minutes
WITH p, latest.minutes AS measured_minutes, latest.e AS exercise
RETURN p.ref AS plan, p.name AS name, measured_minutes,
  p.recovery_minutes AS planned_minutes, exercise.ref AS exercise

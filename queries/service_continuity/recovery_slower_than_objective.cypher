// Where did the latest exercise take longer, or lose more, than the objective allows?
// The objective is that of the service, or of what the plan covers; where that states none, the one
// of its analysis.
// returns subject: ref, the service, or the element that the plan covers
// returns objective: text, `recovery time` or `recovery point`
// returns measured_minutes: number, what was measured
// returns allowed_minutes: number, what is allowed
// returns exercise: ref, the exercise
// python: continuity_coverage.recovery_slower_than_objective
CALL () {
  MATCH (s:Service)<-[r:EXERCISED]-(e:Exercise)
  RETURN s AS subject, e, r
  UNION
  MATCH (x)-[:COVERED_BY_PLAN]->(:ContinuityPlan)<-[r:EXERCISED]-(e:Exercise)
  RETURN x AS subject, e, r
}
UNWIND [
  {objective: 'recovery time', minutes: r.rta_minutes},
  {objective: 'recovery point', minutes: r.rpa_minutes}
] AS measured
WITH subject, e, measured.objective AS objective, measured.minutes AS minutes
WHERE minutes IS NOT NULL
WITH subject, objective, minutes, e
ORDER BY coalesce(toString(e.held_on), '') DESC, e.ref DESC, minutes DESC
WITH subject, objective, head(collect({e: e, minutes: minutes})) AS latest
OPTIONAL MATCH (subject)-[:HAS_BIA]->(b:BusinessImpactAnalysis)
WITH DISTINCT subject, objective, latest, CASE objective
  WHEN 'recovery time' THEN coalesce(subject.rto_minutes, b.rto_minutes)
  ELSE coalesce(subject.rpo_minutes, b.rpo_minutes)
END AS allowed_minutes
WHERE latest.minutes > allowed_minutes
WITH subject, objective, latest.minutes AS measured_minutes, allowed_minutes, latest.e AS exercise
RETURN subject.ref AS subject, objective, measured_minutes, allowed_minutes, exercise.ref AS exercise

// Where is recovery allowed to take longer than the business can bear?
// An analysis contradicts itself, a service contradicts its analysis, or a service comes back too
// late for an activity that it supports, once the work recovery time of that is added.
// returns subject: ref, the analysis, or the service, whose objective is too long
// returns stated_by: ref, the analysis or the activity that says what is bearable
// returns recovery_minutes: number, recovery time objective, with the work after it
// returns mtpd_minutes: number, what is bearable
// python: continuity_coverage.recovery_beyond_tolerance
CALL () {
  MATCH (b:BusinessImpactAnalysis)
  RETURN b AS subject, b AS stated_by, b.rto_minutes + coalesce(b.wrt_minutes, 0.0) AS recovery_minutes,
    b.mtpd_minutes AS mtpd_minutes
  UNION
  MATCH (s:Service)-[:HAS_BIA]->(b:BusinessImpactAnalysis)
  RETURN s AS subject, b AS stated_by, s.rto_minutes + coalesce(b.wrt_minutes, 0.0) AS recovery_minutes,
    b.mtpd_minutes AS mtpd_minutes
  UNION
  MATCH (s:Service)-[:SUPPORTS_ACTIVITY]->(a:BusinessActivity)
  OPTIONAL MATCH (s)-[:HAS_BIA]->(own:BusinessImpactAnalysis)
  OPTIONAL MATCH (a)-[:HAS_BIA]->(b:BusinessImpactAnalysis)
  RETURN s AS subject, a AS stated_by,
    coalesce(s.rto_minutes, own.rto_minutes) + coalesce(b.wrt_minutes, 0.0) AS recovery_minutes,
    coalesce(a.mtpd_minutes, b.mtpd_minutes) AS mtpd_minutes
}
WITH DISTINCT subject, stated_by, recovery_minutes, mtpd_minutes
WHERE recovery_minutes > mtpd_minutes
RETURN subject.ref AS subject, stated_by.ref AS stated_by, recovery_minutes, mtpd_minutes

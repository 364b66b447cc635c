// Which customers haven't been told in time that the service ends?
// Told by a RetirementNotice for the service; those who have left needn't be. How long
// before, is policy: customers within the organisation are of the segment `internal`.
// param service: ref, the service to be retired
// param internal_days: integer = policy notice_days_internal, days for customers within the organisation
// param external_days: integer = policy notice_days_external, days for all others
// returns customer: ref, who has to be told
// returns tell_by: date, last day to tell them
// returns told_on: date, day on which they were; empty where they weren't
// returns name: text, their name
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// assessable: effective_date
// python: retirement_terms.customers_not_told
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  WITH p ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref LIMIT 1
  MATCH (p)-[:FOR]->(other:Service)
  WHERE other <> s
  RETURN DISTINCT other
} AS together
WITH s, together + COLLECT {
  UNWIND together AS t
  MATCH (t)-[:HAS_OFFERING]->(o)
  RETURN DISTINCT o
} AS retired, head(COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  RETURN p.effective_on ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref
}) AS effective_on
WITH s, retired, effective_on WHERE effective_on IS NOT NULL
CALL (retired, effective_on) {
  UNWIND retired AS used
  MATCH (used)<-[:MEMBER*0..50]-(holder)
  WITH DISTINCT holder, effective_on
  MATCH (holder)<-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO|CONSUMES]-(customer:Customer)
  WHERE type(r) <> 'SUBSCRIBES_TO' OR r.until IS NULL OR r.until > effective_on
  RETURN DISTINCT customer
}
WITH retired, effective_on, customer
WHERE NOT EXISTS {
  MATCH (customer)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
  WHERE origin IN retired AND t.status <> 'planned'
}
WITH retired, customer, effective_on - duration({days:
  CASE WHEN customer.segment = 'internal' THEN $internal_days ELSE $external_days END}) AS tell_by
WITH customer, tell_by, head(COLLECT {
  MATCH (customer)<-[:NOTIFIES]-(n)-[:FOR]->(told)
  WHERE told IN retired AND n.sent_on IS NOT NULL
  RETURN n.sent_on ORDER BY n.sent_on
}) AS told_on
WHERE told_on IS NULL OR told_on > tell_by
RETURN customer.ref AS customer, toString(tell_by) AS tell_by, toString(told_on) AS told_on,
  customer.name AS name

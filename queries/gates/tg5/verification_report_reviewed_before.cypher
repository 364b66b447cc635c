// Which verification reports were decided on before, so that there is nothing new to review?
// param service: ref, the service before the gate
// returns report: ref, the report
// returns decision: ref, a decision that was taken on it
// gate: TG5
// severity: BLOCK
// document: business-case-verification-report
// python: business_case_review.verification_report_reviewed_before
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)<-[:INCLUDES]-(:GateSubmission {gate: 'TG5'})-[:DECIDED_BY]->(decision)
RETURN DISTINCT d.ref AS report, decision.ref AS decision

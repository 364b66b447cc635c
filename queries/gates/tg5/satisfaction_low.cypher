// Are too few customers satisfied, or was nobody asked?
// param service: ref, the service before the gate
// param least: number = policy satisfaction_least, share of customers that have to be satisfied
// returns report: ref, a standing verification report
// returns satisfaction: number, share of customers that are satisfied; empty where nobody was asked
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// python: business_case_review.satisfaction_low
MATCH (d:BusinessCaseVerificationReport)-[:FOR]->(:Item {ref: $service})
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
WITH DISTINCT d
WHERE coalesce(d.satisfaction < $least, true)
RETURN d.ref AS report, d.satisfaction AS satisfaction

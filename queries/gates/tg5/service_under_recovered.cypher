// Did a service that is charged for recover too little of its cost?
// param service: ref, the service
// param least: number = policy least_recovery_ratio, share of the full cost to be recovered
// returns document: ref, the verification report
// returns position: number, charges less full cost
// returns ratio: number, charges over full cost
// returns currency: text, in which currency
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// assessable: recovery_known
// python: verification.service_under_recovered

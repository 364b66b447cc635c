// Which recovery position has the service in the period of its verification report?
// param service: ref, the service
// returns document: ref, the document
// returns position: number, charges less full cost; above 0 too much was recovered
// returns ratio: number, charges over full cost
// returns currency: text, in which currency
// python: verification.recovery_known

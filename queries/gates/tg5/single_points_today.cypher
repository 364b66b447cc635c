// What takes the service down today when it alone fails?
// Exact under redundancy and cycles, so there is no Cypher for it. It goes on record with the review,
// for the next one to be held against.
// param service: ref, the service before the gate
// returns ref: ref, a single point of failure
// returns type: text, its type
// returns name: text, its name
// gate: TG5
// severity: INFO
// document: business-case-verification-report
// python: single_points_since.single_points_today

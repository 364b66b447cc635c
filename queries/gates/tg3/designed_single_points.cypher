// What will take the service down when it alone fails, if it is built as designed?
// Exact under redundancy and cycles, so there is no Cypher for it.
// param service: ref, the service
// returns ref: ref, a single point of failure
// returns type: text, its type
// returns name: text, its name
// gate: TG3
// severity: INFO
// document: service-design
// assessable: designed_needs
// python: realization_analysis.designed_single_points

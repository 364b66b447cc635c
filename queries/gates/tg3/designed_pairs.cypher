// How many pairs of elements will take the service down together, neither of them alone?
// Exact under redundancy and cycles, so there is no Cypher for it.
// param service: ref, the service
// returns pairs: integer, minimal cut sets of order 2; empty where there are too many elements to try
// gate: TG3
// severity: INFO
// document: service-design
// assessable: designed_needs
// python: realization_analysis.designed_pairs

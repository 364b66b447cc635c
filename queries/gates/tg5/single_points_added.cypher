// Which single points of failure has the service got since a gate last listed them?
// param service: ref, the service before the gate
// returns ref: ref, a single point of failure that the latest evidence doesn't list
// returns type: text, its type
// returns name: text, its name
// gate: TG5
// severity: WARN
// document: business-case-verification-report
// assessable: single_points_on_record
// python: single_points_since.single_points_added

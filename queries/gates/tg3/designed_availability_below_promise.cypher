// Which promises of availability does the design not keep?
// Composed exactly, redundancy and shared causes respected; see `availability_designed`.
// param service: ref, the service
// returns promise: ref, the service level target
// returns made_by: ref, who promises it
// returns promised: number, the promise, as a share of time
// returns composed: number, the most that the design gives, as a share of time
// gate: TG3
// severity: WARN
// document: service-design
// assessable: availability_designed
// python: realization_analysis.designed_availability_below_promise

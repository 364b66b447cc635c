// What goes down when the service is gone?
// Uses that a transition speaks of, and subscriptions that end by the effective date, are taken out
// first. Redundancy counts, so there is no Cypher for it.
// param service: ref, the service to be retired
// returns hops: integer, steps from the service
// returns ref: ref, what goes down
// returns type: text, its type
// returns name: text, its name
// returns because: text, the requirement that fell first
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// assessable: effective_date
// python: retirement_impact.elements_that_break

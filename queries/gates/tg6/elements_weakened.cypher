// What stays up when the service is gone, but with less redundancy?
// Uses that a transition speaks of, and subscriptions that end by the effective date, are taken out
// first. Redundancy counts, so there is no Cypher for it.
// param service: ref, the service to be retired
// returns ref: ref, the owner of a redundancy group
// returns group: text, name of the group
// returns margin_before: integer, members that it could lose before
// returns margin_after: integer, members that it can lose afterwards
// returns lost: texts, members that are gone
// returns type: text, its type
// returns name: text, its name
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// assessable: effective_date
// python: retirement_impact.elements_weakened

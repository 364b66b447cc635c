// What is left that only this service needed, and of which nobody has said what became of it?
// Components, interfaces, data stores and products on which the service rests, directly or through
// others, and on which nothing in use rests without it: no service before its last phase, customer,
// activity or team, nor data under legal hold. Two walks with parts taken out: there is no Cypher
// for it.
// param service: ref, the service before the gate
// param on: date = today, the day of the judgement
// returns orphan: ref, what is left
// returns missing: text, `disposition`, or `day` where it isn't done by then
// returns type: text, its type
// returns name: text, its name
// gate: TG7
// severity: BLOCK
// document: phase-out-proposal
// python: phase_out.orphans_without_disposition

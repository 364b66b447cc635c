// Does the high-level business case expect less cost than is already known?
// param service: ref, the service
// returns document: ref, the document
// returns cost_low: number, lower end of its cost range
// returns lower_bound: number, what it costs at least, as far as the catalog knows
// returns basis: text, roll-up or roadmap
// returns currency: text, in which currency
// gate: TG2, TG3 when tg2_not_required
// severity: WARN
// document: high-level-business-case
// assessable: high_level_case_comparable
// python: business_cases.high_level_case_below_roll_up

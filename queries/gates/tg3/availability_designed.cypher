// How available will the service be as designed, where that can be told from what is stated?
// Composed exactly from what the service will need. Elements without a figure count as never down,
// so the value is the most that can be; while some are silent, only a promise above it is judged.
// Fixpoints and shared causes are no matter of patterns, so there is no Cypher for it.
// param service: ref, the service
// returns promised: number, the highest availability promised, as a share of time
// returns composed: number, the most that the design gives, as a share of time
// returns without_figure: integer, elements below it that could fail and state no figure
// python: realization_analysis.availability_designed

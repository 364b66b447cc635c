// Which selections chose another product than the one that ranks first?
// Ranked as `selection_ranking` does, which Cypher can't.
// returns selection: ref, the selection
// returns chosen: ref, the product chosen
// returns rank: integer, its place; empty where it has no score
// returns problem: text, why it has none
// returns first: texts, products in the first place
// python: vendor_selection.selections_against_ranking

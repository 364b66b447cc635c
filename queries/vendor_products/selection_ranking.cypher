// How do the candidates of a selection rank, how firmly, and why are some out?
// A candidate that fails a mandatory criterion is out before any score. The score is the sum of
// weight times mean value over the weighted criteria; weights have to add up to 1. Then one weight
// at a time is moved, the others scaled so that the sum stays 1, until the candidate draws level
// with the first, or for the first, until another does. There is no Cypher for that.
// param selection: ref, the selection
// returns rank: integer, place, 1 the best; empty where there is no score
// returns candidate: ref, the product
// returns score: number, weighted score, 1 to 5
// returns margin: number, how far it is ahead of the next
// returns problem: text, `knocked out`, `not judged`, `not scored` or `weights`
// returns criteria: texts, the criteria that the problem is about
// returns spread: number, widest difference between evaluators under one criterion
// returns flip_criterion: ref, the criterion whose weight has to move least
// returns flip_weight: number, the weight at which the first place is shared; empty where none does it
// python: vendor_selection.selection_ranking

// In which selections don't the weights of the criteria add up to 1?
// returns selection: ref, the selection
// returns total: number, sum of the weights
// python: vendor_selection.selection_weights_wrong
MATCH (c:SelectionCase)
WITH c, reduce(total = 0.0, w IN COLLECT {
  MATCH (c)-[:HAS_CRITERION]->(k:SelectionCriterion)
  WITH DISTINCT k
  WHERE k.weight IS NOT NULL
  RETURN k.weight ORDER BY k.ref
} | total + w) AS total
WHERE abs(total - 1) > 0.000001
RETURN c.ref AS selection, total

// Which criteria of selections come from no requirement?
// returns selection: ref, the selection
// returns criterion: ref, a criterion without traces_to
// returns name: text, name of the criterion
// python: vendor_selection.selection_criteria_untraced
MATCH (c:SelectionCase)-[:HAS_CRITERION]->(k:SelectionCriterion)
WHERE NOT EXISTS { (k)-[:TRACES_TO]->() }
RETURN DISTINCT c.ref AS selection, k.ref AS criterion, k.name AS name

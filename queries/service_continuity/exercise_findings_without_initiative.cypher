// Which findings of exercises does no improvement take care of?
// returns found_on: date, when it came up
// returns finding: ref, a finding of an exercise without addressed_by
// returns name: text, what was found
// returns severity: text, how bad it is
// python: service_improvement.exercise_findings_without_initiative
MATCH (f:Finding)
WHERE f.found_in = 'exercise' AND NOT EXISTS { (f)-[:ADDRESSED_BY]->() }
RETURN toString(f.found_on) AS found_on, f.ref AS finding, f.name AS name, f.severity AS severity

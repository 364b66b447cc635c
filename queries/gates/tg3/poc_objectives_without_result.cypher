// Which objectives of the proof of concept have no result?
// Results stand in the order of the objectives.
// param service: ref, the service
// returns report: ref, the report of the proof of concept
// returns place: integer, place of the objective, 1 the first; empty where the report names none
// returns objective: text, what was to be shown
// gate: TG3
// severity: BLOCK
// document: poc-report
// assessable: poc_report_on_record
// python: realization_proof.poc_objectives_without_result
MATCH (p:PocReport)-[:FOR]->(:Service {ref: $service})
WHERE coalesce(p.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(p) }
WITH p, coalesce(p.objectives, []) AS objectives, coalesce(p.results, []) AS results
UNWIND CASE objectives WHEN [] THEN [null] ELSE range(1, size(objectives)) END AS place
WITH p, place, objectives[place - 1] AS objective, trim(coalesce(results[place - 1], '')) AS result
WHERE result = ''
RETURN p.ref AS report, place, objective

// Which objectives that hold does no service serve?
// A service serves an objective when a standing strategy for it names the objective. Services in the
// last phase don't count.
// returns due_on: date, day by which the objective is to be reached
// returns objective: ref, the objective
// returns name: text, its name
// returns level: text, whose objective it is
// python: service_strategy.objectives_without_service
MATCH (o:StrategicObjective)
WHERE coalesce(o.status, 'active') = 'active' AND NOT EXISTS {
  MATCH (s:Service)<-[:FOR]-(d:ServiceStrategy)-[:ALIGNS_WITH]->(o)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND coalesce(s.lifecycle, '') <> 'retire'
}
RETURN toString(o.due_on) AS due_on, o.ref AS objective, o.name AS name, o.level AS level

// Which strategies are older than an objective that they name, as it stands today?
// returns stated_on: date, day on which the objective was stated in its present form
// returns strategy: ref, the strategy
// returns dated_on: date, day of the strategy
// returns objective: ref, the objective
// returns service: ref, the service that the strategy is for
// python: service_strategy.strategies_older_than_objective
MATCH (s:Service)<-[:FOR]-(d:ServiceStrategy)-[:ALIGNS_WITH]->(o:StrategicObjective)
WHERE d.dated_on < o.stated_on AND coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
RETURN toString(o.stated_on) AS stated_on, d.ref AS strategy, toString(d.dated_on) AS dated_on,
  o.ref AS objective, s.ref AS service

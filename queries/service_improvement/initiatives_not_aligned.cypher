// Which improvements pursue no objective that serves the strategy?
// returns initiative: ref, the initiative
// returns missing: text, `objective`, or `strategy` where the objective serves no active one
// returns name: text, its name
// python: service_improvement.initiatives_not_aligned
MATCH (i:ImprovementInitiative)
WHERE NOT EXISTS {
  MATCH (i)-[:PURSUES]->(:ImprovementObjective)-[:ALIGNS_WITH]->(o:StrategicObjective)
  WHERE coalesce(o.status, 'active') = 'active'
}
RETURN i.ref AS initiative, i.name AS name,
  CASE WHEN EXISTS { (i)-[:PURSUES]->() } THEN 'strategy' ELSE 'objective' END AS missing

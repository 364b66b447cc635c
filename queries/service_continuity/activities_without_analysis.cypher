// Which business activities have no business impact analysis?
// returns activity: ref, an activity without has_bia
// returns name: text, its name
// python: service_continuity.activities_without_analysis
MATCH (a:BusinessActivity)
WHERE NOT EXISTS { (a)-[:HAS_BIA]->() }
RETURN a.ref AS activity, a.name AS name

// Which improvements should be done by now, and aren't?
// param on: date = today, the day
// returns due_on: date, day it was to be done, before `on`
// returns initiative: ref, the initiative
// returns name: text, its name
// returns status: text, how far it has come
// returns owner: ref, who answers for it
// python: service_improvement.initiatives_overdue
MATCH (i:ImprovementInitiative)
WHERE i.due_on < $on AND i.done_on IS NULL AND coalesce(i.status, '') <> 'done'
OPTIONAL MATCH (i)-[:OWNED_BY]->(owner)
RETURN DISTINCT toString(i.due_on) AS due_on, i.ref AS initiative, i.name AS name, i.status AS status,
  owner.ref AS owner

// Which customers and consumers left a service late, or ought to have left it and haven't?
// param on: date = today, the day
// returns planned_on: date, day on which it was meant to have left
// returns transition: ref, the transition
// returns consumer: ref, who leaves; empty where nobody is named
// returns origin: ref, what it leaves; empty where nothing is named
// returns completed_on: date, day on which it had left; empty where it is still there
// returns days_late: integer, days from the planned day to that one, or to `on`
// python: service_lifecycle.transitions_late
MATCH (t:CustomerTransition)
WHERE t.planned_on < coalesce(t.completed_on, CASE t.status WHEN 'planned' THEN $on END)
OPTIONAL MATCH (t)-[:MIGRATES]->(consumer)
OPTIONAL MATCH (t)-[:MIGRATES_FROM]->(origin)
RETURN toString(t.planned_on) AS planned_on, t.ref AS transition, consumer.ref AS consumer,
  origin.ref AS origin, toString(t.completed_on) AS completed_on,
  duration.inDays(t.planned_on, coalesce(t.completed_on, $on)).days AS days_late

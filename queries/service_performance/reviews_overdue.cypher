// Which services should have come back to TG5 by now?
// The next review is due so many months after the latest decision at TG4 or TG5 as the service has
// agreed. A service without an interval, or without such a decision on record, can't be overdue.
// param on: date = today, the day (UTC)
// returns due_on: date, day on which the review was due, before `on`
// returns service: ref, the service
// returns name: text, its name
// returns decided_on: date, day of the latest decision
// python: service_performance.reviews_overdue
MATCH (s:Service)<-[:SUBMITTED_FOR]-(:GateSubmission)-[:DECIDED_BY]->(d:GateDecision)
WHERE s.lifecycle IN ['operate', 'improve'] AND s.tg5_interval_months > 0 AND d.gate IN ['TG4', 'TG5']
WITH s, max(date(datetime({datetime: d.decided_at, timezone: 'Z'}))) AS decided_on
WITH s, decided_on, decided_on + duration({months: s.tg5_interval_months}) AS due_on
WHERE due_on < $on
RETURN toString(due_on) AS due_on, s.ref AS service, s.name AS name, toString(decided_on) AS decided_on

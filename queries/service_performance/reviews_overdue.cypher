// Which services should have come back to TG5 by now?
// The latest decision at TG4 or TG5 says when the next review is due; one that doesn't, as it was
// imported, so many months later as the service has agreed, else as policy says, and sooner where
// TG5 found the outcomes wanting. A service without such a decision on record can't be overdue.
// param on: date = today, the day (UTC)
// param interval_months: integer = policy review_interval_months, time between reviews if none is agreed
// param shortened_months: integer = policy shortened_review_months, most time after a failed review
// returns due_on: date, day on which the review was due, before `on`
// returns service: ref, the service
// returns name: text, its name
// returns decided_on: date, day of the latest decision
// python: service_performance.reviews_overdue
MATCH (s:Service)<-[:SUBMITTED_FOR]-(:GateSubmission)-[:DECIDED_BY]->(d:GateDecision)
WHERE s.lifecycle IN ['operate', 'improve'] AND d.gate IN ['TG4', 'TG5']
WITH s, d, datetime({datetime: d.decided_at, timezone: 'Z'}) AS at ORDER BY at DESC, d.ref DESC
WITH s, head(collect({day: date(at), due: d.review_due_on, failed: d.gate = 'TG5' AND NOT d.passed})) AS latest
WITH s, latest, CASE WHEN s.tg5_interval_months > 0 THEN s.tg5_interval_months ELSE $interval_months END AS agreed
WITH s, latest.day AS decided_on, coalesce(latest.due, latest.day + duration({months:
  CASE WHEN latest.failed AND $shortened_months < agreed THEN $shortened_months ELSE agreed END
})) AS due_on
WHERE due_on < $on
RETURN toString(due_on) AS due_on, s.ref AS service, s.name AS name, toString(decided_on) AS decided_on

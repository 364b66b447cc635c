// Which services still operate after the day on which they were meant to end?
// param on: date = today, the day
// returns planned_retire_on: date, the day on which the service was meant to end, before `on`
// returns service: ref, a service that is still operated or improved
// returns name: text, its name
// returns lifecycle: text, the phase it is in
// python: service_lifecycle.services_past_retirement
MATCH (s:Service)
WHERE s.planned_retire_on < $on AND s.lifecycle IN ['operate', 'improve']
RETURN toString(s.planned_retire_on) AS planned_retire_on, s.ref AS service, s.name AS name,
  s.lifecycle AS lifecycle

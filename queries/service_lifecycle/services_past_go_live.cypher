// Which services ought to be live and are not?
// param on: date = today, the day
// returns planned_operate_on: date, day on which it was meant to go live
// returns service: ref, the service
// returns name: text, its name
// returns lifecycle: text, the phase it is in; empty where none is stated
// python: service_lifecycle.services_past_go_live
MATCH (s:Service)
WHERE s.planned_operate_on < $on
  AND coalesce(s.lifecycle IN ['strategy', 'design', 'transition'], true)
RETURN toString(s.planned_operate_on) AS planned_operate_on, s.ref AS service, s.name AS name,
  s.lifecycle AS lifecycle

// Which contracts outlast those that they rest on?
// A contract is needed until its end and for the months in which customers may still leave. One
// that renews by itself goes on; one that is a draft, or has ended, underpins nothing.
// returns contract: ref, a contract in force
// returns needed_until: date, last day on which it has to be underpinned; empty where it is open
// returns underpinned_by: ref, the contract that it rests on
// returns ends_on: date, last day of that
// returns status: text, how far that has come
// python: underpinning.underpinning_ends_first
MATCH (c:Contract)-[:UNDERPINNED_BY]->(u:Contract)
WHERE coalesce(c.status, 'signed') = 'signed'
WITH c, u, c.ends_on + duration({months: coalesce(c.exit_months, 0)}) AS needed_until
WHERE coalesce(u.status, 'signed') <> 'signed' OR (NOT coalesce(u.auto_renews, false)
  AND u.ends_on IS NOT NULL AND (needed_until IS NULL OR u.ends_on < needed_until))
RETURN c.ref AS contract, toString(needed_until) AS needed_until, u.ref AS underpinned_by,
  toString(u.ends_on) AS ends_on, u.status AS status

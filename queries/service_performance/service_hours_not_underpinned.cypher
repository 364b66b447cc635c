// Which contracts promise hours in which those that they rest on promise nothing?
// Hours are read as `24x7`, `5x10` or `Mo-Fr 08:00-18:00`, which Cypher can't. Counts are compared
// with counts alone: which ten hours `5x10` are, it doesn't say.
// returns contract: ref, a contract in force that states service hours
// returns underpinned_by: ref, a contract that it rests on
// returns hours: text, hours of the first
// returns their_hours: text, hours of the second
// returns problem: text, `longer`, `not stated`, `not comparable` or `unreadable`
// python: underpinning.service_hours_not_underpinned

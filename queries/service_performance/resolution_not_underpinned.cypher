// Which promised resolution times are shorter than what vendors and teams take together?
// The longest time of a vendor (UC) is added to the longest chain of our own teams (OLA), which
// Cypher would have to list all chains for.
// returns contract: ref, a service level agreement in force
// returns promised_minutes: number, resolution time promised; empty where its unit is no time
// returns underpinned_minutes: number, resolution time of what it rests on; empty where somebody is silent
// returns silent: texts, contracts beneath it that promise no resolution time that can be read
// python: underpinning.resolution_not_underpinned

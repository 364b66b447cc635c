// Which chain of roadmap items, each requiring the one before, takes longest until the service's last?
// The items before may be on any roadmap. A day of work is a calendar day; an item with one date
// takes one. A longest way is no matter of patterns, so there is no Cypher for it.
// param service: ref, the service
// returns step: integer, place in the chain, 1 the first
// returns item: ref, the item
// returns service: ref, the service of its roadmap; the first by reference, empty where it is on none
// returns starts_on: date, first day of the work
// returns ends_on: date, day it is done
// returns days: integer, how long it takes
// returns gap_days: integer, days between the end of the one before and its start; less than 0 where they overlap
// python: service_roadmap.critical_path

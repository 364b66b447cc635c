// Where do we owe customers more for broken promises than those that we rest on owe us?
// In a year at most: the penalty's share of the annual cost. Only contracts in the same currency
// are counted against each other.
// returns contract: ref, a service level agreement in force
// returns currency: text, currency of the amounts
// returns exposure: number, the most that we owe in a year
// returns passed_on: number, the most that we would get back
// python: underpinning.penalties_not_passed_on
MATCH (c:Contract {kind: 'sla'})
WHERE coalesce(c.status, 'signed') = 'signed'
WITH c, round(coalesce(c.annual_cost, 0.0) * coalesce(c.penalty_share, 0.0), 2) AS exposure, COLLECT {
  MATCH (c)-[:UNDERPINNED_BY]->(u:Contract)
  WHERE coalesce(u.status, 'signed') = 'signed' AND coalesce(u.currency, '') = coalesce(c.currency, '')
  WITH DISTINCT u
  RETURN round(coalesce(u.annual_cost, 0.0) * coalesce(u.penalty_share, 0.0), 2)
} AS theirs
WITH c, exposure, round(reduce(total = 0.0, one IN theirs | total + one), 2) AS passed_on
WHERE exposure > passed_on
RETURN c.ref AS contract, c.currency AS currency, exposure, passed_on

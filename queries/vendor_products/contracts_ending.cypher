// Which contracts end within a period?
// param days: integer = 90, length of the period
// param on: date = today, first day of the period
// returns ends_on: date, last day of the contract
// returns contract: ref, the contract
// returns name: text, its name
// returns auto_renews: boolean, true where it goes on unless somebody gives notice
// returns notice_by: date, last day on which we can give notice
// python: vendor_products.contracts_ending
MATCH (c:Contract)
WHERE $on <= c.ends_on <= $on + duration({days: $days}) AND coalesce(c.status, '') <> 'ended'
RETURN toString(c.ends_on) AS ends_on, c.ref AS contract, c.name AS name, c.auto_renews AS auto_renews,
  toString(c.ends_on - duration({days: 1}) * c.notice_days) AS notice_by

// Which replacements have another price for the same unit?
// param service: ref, the service to be retired
// returns replacement: ref, where consumers are to move
// returns unit: text, what is priced
// returns currency: text, in which currency
// returns was: number, price of a unit of the service
// returns will_be: number, price of a unit of the replacement
// gate: TG6
// severity: INFO
// document: service-retirement-proposal
// python: retirement_replacements.replacement_prices
MATCH (s:Item {ref: $service})
WITH s, [s] + COLLECT {
  MATCH (p:ServiceRetirementProposal)-[:FOR]->(s)
  WHERE NOT EXISTS { (:ServiceRetirementProposal)-[:SUPERSEDES]->(p) }
  WITH p ORDER BY p.effective_on IS NULL, p.effective_on DESC, p.ref LIMIT 1
  MATCH (p)-[:FOR]->(other:Service)
  WHERE other <> s
  RETURN DISTINCT other
} AS together
WITH s, together + COLLECT {
  UNWIND together AS t
  MATCH (t)-[:HAS_OFFERING]->(o)
  RETURN DISTINCT o
} AS retired
CALL (retired) {
  MATCH (:Item)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
  WHERE origin IN retired
  MATCH (t)-[:MIGRATES_TO]->(x)
  RETURN x, t
  UNION
  UNWIND retired AS r
  MATCH (r)-[:REPLACED_BY]->(x)
  RETURN x, NULL AS t
}
WITH DISTINCT s, t, coalesce(head(COLLECT {
  MATCH (o:Service)-[:HAS_OFFERING]->(x) RETURN o ORDER BY o.ref LIMIT 1
}), x) AS replacement
WHERE replacement:Service
WITH DISTINCT s, replacement
MATCH (s)-[:HAS_OFFERING*0..1]->()-[:PRICED_AT]->(old:PriceItem)
MATCH (replacement)-[:HAS_OFFERING*0..1]->()-[:PRICED_AT]->(new:PriceItem)
WHERE new.unit = old.unit AND new.currency = old.currency AND new.price <> old.price
RETURN DISTINCT replacement.ref AS replacement, old.unit AS unit, old.currency AS currency,
  old.price AS was, new.price AS will_be

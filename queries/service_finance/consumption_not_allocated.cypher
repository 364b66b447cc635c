// Which consumption shares in no cost, and why?
// A provider's cost is shared out by the driver of its one allocation rule; without a rule by the
// one driver that its consumers state.
// returns provider: ref, what is consumed
// returns consumer: ref, who consumes it
// returns driver: text, what was counted
// returns period: text, the period
// returns reason: text, why it doesn't count
// python: service_finance.consumption_not_allocated
MATCH (p:Item)<-[:CONSUMES]-()
WITH DISTINCT p
WITH p,
  COLLECT { MATCH (rule:AllocationRule)-[:ALLOCATES]->(p) RETURN coalesce(rule.driver, '') } AS rules,
  COUNT {
    MATCH (p)<-[any:CONSUMES]-() WHERE any.volume IS NOT NULL RETURN DISTINCT coalesce(any.driver, '')
  } AS drivers
MATCH (p)<-[use:CONSUMES]-(consumer:Item)
WITH p, use, consumer, CASE
    WHEN use.volume IS NULL THEN 'no volume'
    WHEN size(rules) > 1 THEN 'several rules'
    WHEN coalesce(rules[0], '') = '' AND drivers > 1 THEN 'several drivers and no rule'
    WHEN rules[0] <> '' AND coalesce(use.driver, '') <> rules[0] THEN 'another driver than the rule\'s'
    ELSE '' END AS reason
WHERE reason <> ''
RETURN p.ref AS provider, consumer.ref AS consumer, use.driver AS driver, use.period AS period, reason

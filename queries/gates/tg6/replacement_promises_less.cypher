// Which replacements promise less than what consumers lose?
// Times within which it is back, data that may be lost, and the availability that is promised. Only where
// both state it.
// param service: ref, the service to be retired
// returns replacement: ref, where consumers are to move
// returns term: text, `rto_minutes`, `rpo_minutes` or `availability`
// returns was: number, value of the service
// returns will_be: number, value of the replacement
// gate: TG6
// severity: WARN
// document: service-retirement-proposal
// python: retirement_replacements.replacement_promises_less
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
CALL (s) {
  WITH [s] + COLLECT { MATCH (s)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
  CALL (own) {
    UNWIND own AS maker
    MATCH (maker)-[:SETS_TARGET]->(t)
    RETURN t
    UNION
    UNWIND own AS covered
    MATCH (covered)<-[:COVERS]-(c:Contract)-[:SETS_TARGET]->(t)
    WHERE coalesce(c.status, 'signed') = 'signed' AND (
      EXISTS { MATCH (t)<-[:SETS_TARGET]-(x) WHERE x IN own }
      OR NOT EXISTS { MATCH (t)<-[:SETS_TARGET]-(x) WHERE NOT x:Contract })
    RETURN t
  }
  WITH t WHERE t.measure = 'availability' AND coalesce(t.unit, 'share') IN ['share', 'percent', '%']
  RETURN max(t.target * CASE coalesce(t.unit, 'share') WHEN 'share' THEN 1.0 ELSE 0.01 END) AS promised
}
CALL (replacement) {
  WITH [replacement] + COLLECT { MATCH (replacement)-[:HAS_OFFERING]->(o) RETURN DISTINCT o } AS own
  CALL (own) {
    UNWIND own AS maker
    MATCH (maker)-[:SETS_TARGET]->(t)
    RETURN t
    UNION
    UNWIND own AS covered
    MATCH (covered)<-[:COVERS]-(c:Contract)-[:SETS_TARGET]->(t)
    WHERE coalesce(c.status, 'signed') = 'signed' AND (
      EXISTS { MATCH (t)<-[:SETS_TARGET]-(x) WHERE x IN own }
      OR NOT EXISTS { MATCH (t)<-[:SETS_TARGET]-(x) WHERE NOT x:Contract })
    RETURN t
  }
  WITH t WHERE t.measure = 'availability' AND coalesce(t.unit, 'share') IN ['share', 'percent', '%']
  RETURN max(t.target * CASE coalesce(t.unit, 'share') WHEN 'share' THEN 1.0 ELSE 0.01 END) AS promises
}
UNWIND [
  ['rto_minutes', s.rto_minutes, replacement.rto_minutes],
  ['rpo_minutes', s.rpo_minutes, replacement.rpo_minutes],
  ['availability', promised, promises]
] AS term
WITH replacement, term[0] AS term, term[1] AS was, term[2] AS will_be
WHERE (term = 'availability' AND will_be < was) OR (term <> 'availability' AND will_be > was)
RETURN replacement.ref AS replacement, term, was, will_be

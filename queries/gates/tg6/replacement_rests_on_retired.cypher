// Which replacements need, directly or through others, what is to be retired?
// param service: ref, the service to be retired
// param depth: integer = 50, hops followed
// returns replacement: ref, what consumers are to move to
// returns retired: ref, the service, or its offering, that it rests on
// returns hops: integer, least number of relationships between them; 0 where it is the same
// gate: TG6
// severity: BLOCK
// document: service-retirement-proposal
// python: retirement_plan.replacement_rests_on_retired
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
WITH retired, COLLECT {
  UNWIND retired AS r MATCH (r)-[:REPLACED_BY]->(x) RETURN DISTINCT x
} AS general
CALL (retired, general) {
  MATCH (:Item)<-[:MIGRATES]-(t:CustomerTransition)-[:MIGRATES_FROM]->(origin)
  WHERE origin IN retired
  MATCH (t)-[:MIGRATES_TO]->(x)
  RETURN x
  UNION
  UNWIND general AS x
  RETURN x
}
WITH retired, x AS replacement
CALL (replacement) {
  WITH reduce(walk = {seen: [replacement], levels: [[replacement]]}, hop IN range(1, $depth) |
    head([found IN [
      COLLECT {
        UNWIND last(walk.levels) AS x
        MATCH (x)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]->(y)
        WHERE NOT y IN walk.seen AND (type(r) <> 'PART_OF' OR x:Site)
        RETURN DISTINCT y
      } + COLLECT {
        UNWIND last(walk.levels) AS x
        MATCH (x)<-[:HAS_OFFERING|SUPPORTS_ACTIVITY]-(y)
        WHERE NOT y IN walk.seen
        RETURN DISTINCT y
      }] | {seen: walk.seen + found, levels: walk.levels + [found]}])) AS walk
  UNWIND range(0, size(walk.levels) - 1) AS hops
  UNWIND walk.levels[hops] AS y
  RETURN DISTINCT hops, y
}
WITH replacement, hops, y, retired
WHERE y IN retired
RETURN replacement.ref AS replacement, y.ref AS retired, hops

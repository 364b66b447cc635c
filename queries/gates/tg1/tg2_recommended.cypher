// What makes the service complex or risky, so that TG2 is advisable?
// Every indicator above its threshold is a row; what the service needs counts at any depth. The
// indicators and thresholds are policy: the method only says "complex or risky".
// param service: ref, the service
// param on: date = today, the day on which contracts have to be in force
// param depth: integer = 50, hops followed
// param hard_needs: integer = policy tg2_hard_needs, hard dependencies that are not yet complex
// param sites: integer = policy tg2_sites, sites that are not yet complex
// param hops: integer = policy tg2_hops, length of the longest way down that is not yet complex
// param cost: number = policy tg2_cost, cost that is not yet risky, in the strategy's currency
// returns indicator: text, `cost`, `hard dependencies`, `hops`, `needs in the pipeline`, `personal data`, `sites` or `vendors without contract`
// returns value: number, what was found
// returns most: number, the threshold
// gate: TG1
// severity: INFO
// document: service-strategy
// python: justification.tg2_recommended
MATCH (s:Item {ref: $service})
WITH s, reduce(walk = {seen: [s], levels: [[s]]}, hop IN range(1, $depth) |
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
WITH s, tail(walk.seen) AS below, size([level IN tail(walk.levels) WHERE level <> []]) AS deepest
WITH [
  ['hops', deepest, $hops],
  ['sites', size(COLLECT { UNWIND below AS x WITH x WHERE x:Site RETURN DISTINCT x }), $sites],
  ['hard dependencies', size(COLLECT {
    MATCH (s)-[r:DEPENDS_ON|REQUIRES]->(x) WHERE coalesce(r.strength, 'hard') <> 'soft' RETURN DISTINCT x
  }), $hard_needs],
  ['needs in the pipeline', size(COLLECT {
    UNWIND below AS x WITH x WHERE x.lifecycle IN ['strategy', 'design'] RETURN DISTINCT x
  }), 0],
  ['personal data', size(COLLECT {
    MATCH (s)-[:STORES|READS|WRITES]->(x:DataSet) WHERE x.personal_data RETURN DISTINCT x
  }), 0],
  ['vendors without contract', size(COLLECT {
    UNWIND below AS x
    WITH x WHERE x:Vendor AND NOT EXISTS {
      MATCH (c:Contract)-[:PROVIDER_PARTY]->(x)
      WHERE coalesce(c.status, 'signed') = 'signed' AND coalesce(c.ends_on >= $on, true)
    }
    RETURN DISTINCT x
  }), 0],
  ['cost', head(COLLECT {
    MATCH (d:ServiceStrategy)-[:FOR]->(s)
    WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
      AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND coalesce(d.cost_high, d.cost_low) IS NOT NULL
    RETURN coalesce(d.cost_high, d.cost_low) AS cost ORDER BY cost DESC
  }), $cost]
] AS indicators
UNWIND indicators AS one
WITH one WHERE one[1] > one[2]
RETURN one[0] AS indicator, one[1] AS value, one[2] AS most

// Which designed needs of the service need it themselves, directly or through others?
// Only hard needs count. A cycle that closes only through what is needed at the start lets the
// service run, but not begin anew once all of it is down.
// param service: ref, the service
// param depth: integer = 50, hops followed
// returns phase: text, `run` or `start`
// returns element: ref, what the design has the service need
// returns hops: integer, least number of relationships from there to the service
// gate: TG3
// severity: WARN
// document: service-design
// assessable: designed_needs
// python: realization.designed_cycles
MATCH (s:Service {ref: $service})<-[:FOR]-(d:ServiceDesign)
WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
  AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
MATCH (d)-[designed:DESIGNS]->(start)
WHERE coalesce(designed.strength, 'hard') <> 'soft'
WITH DISTINCT s, start
UNWIND ['run', 'start'] AS phase
CALL (start, phase) {
  WITH reduce(walk = {seen: [start], levels: [[start]]}, hop IN range(1, $depth) |
    head([found IN [
      COLLECT {
        UNWIND last(walk.levels) AS x
        MATCH (x)-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]->(y)
        WHERE NOT y IN walk.seen AND CASE type(r)
          WHEN 'DEPENDS_ON' THEN coalesce(r.strength, 'hard') <> 'soft'
            AND (phase = 'start' OR coalesce(r.phase, 'both') <> 'start')
          WHEN 'USES_PRODUCT' THEN coalesce(r.exposed, false)
          WHEN 'SUPPLIED_BY' THEN coalesce(x.delivery, '') = 'hosted'
          WHEN 'PART_OF' THEN x:Site
          ELSE true
        END
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
WITH s, start, phase, hops, y
WHERE y = s
WITH start, phase, hops ORDER BY phase
WITH start, collect({phase: phase, hops: hops}) AS found
RETURN found[0].phase AS phase, start.ref AS element, found[0].hops AS hops

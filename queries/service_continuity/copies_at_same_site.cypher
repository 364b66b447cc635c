// Which copies of data go with the original when one site is lost?
// A store stands at a site if it is down without it: it is hosted there, or needs something that is
// (hard, not only to start, and exposed or hosted where that counts). Of a redundancy group so many
// members have to go that too few are left; members at two sites don't fall with one. Sites up to a
// campus count, not a whole region. The smallest site that takes both is named.
// returns store: ref, the data store
// returns copy: ref, its replica or backup
// returns site: ref, a site that takes both when it is lost
// returns elsewhere: integer, other copies of the store that this site doesn't take
// python: copies.copies_at_same_site
MATCH (:DataStore)-[:COPIED_TO]->(copy)
WITH collect(DISTINCT copy) AS copies
/* Sites that any copy needs, redundancy ignored. */
WITH reduce(walk = {seen: copies, levels: [copies]}, hop IN range(1, 50) |
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
UNWIND walk.seen AS site
WITH site WHERE site:Site AND coalesce(site.kind, '') <> 'region'
/* What goes down with each of them. */
WITH site, reduce(walk = {seen: [site], levels: [[site]]}, hop IN range(1, 50) |
  head([found IN [
    COLLECT {
      UNWIND last(walk.levels) AS x
      MATCH (x)<-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]-(y)
      WHERE NOT y IN walk.seen
        AND (type(r) <> 'PART_OF' OR y:Site)
        AND coalesce(r.strength, '') <> 'soft' AND coalesce(r.phase, '') <> 'start'
        AND (type(r) <> 'USES_PRODUCT' OR coalesce(r.exposed, false))
        AND (type(r) <> 'SUPPLIED_BY' OR coalesce(y.delivery, '') = 'hosted')
      WITH y, r, [(y)-[m:DEPENDS_ON|MEMBER]->(z)
        WHERE type(m) = type(r) AND coalesce(m.group, '') = coalesce(r.group, '')
          AND coalesce(m.strength, '') <> 'soft' AND coalesce(m.phase, '') <> 'start'
        | {up: NOT z IN walk.seen, share: m.share}] AS members
      WITH y, r, members, CASE type(r) WHEN 'MEMBER' THEN y.at_least ELSE r.at_least END AS at_least,
        CASE type(r) WHEN 'MEMBER' THEN y.at_least_share ELSE r.at_least_share END AS at_least_share
      WHERE type(r) <> 'MEMBER' AND r.group IS NULL
        OR size([m IN members WHERE m.up]) < coalesce(
          at_least,
          toInteger(ceil(round(at_least_share * size(members), 9))),
          CASE WHEN any(m IN members WHERE m.share IS NOT NULL) THEN 1 ELSE size(members) END)
      RETURN DISTINCT y
    } + COLLECT {
      UNWIND last(walk.levels) AS x
      MATCH (x)-[:HAS_OFFERING|SUPPORTS_ACTIVITY]->(y)
      WHERE NOT y IN walk.seen
      RETURN DISTINCT y
    }] | {seen: walk.seen + found, levels: walk.levels + [found]}])) AS walk
MATCH (d:DataStore)-[:COPIED_TO]->(copy)
WHERE d IN walk.seen AND copy IN walk.seen
WITH DISTINCT d, copy, site, COUNT {
  MATCH (d)-[:COPIED_TO]->(other)
  WHERE other <> copy AND NOT other IN walk.seen
  RETURN DISTINCT other
} AS elsewhere
WITH d, copy, collect({site: site, elsewhere: elsewhere}) AS found
UNWIND found AS each
WITH d, copy, each.site AS site, each.elsewhere AS elsewhere, [f IN found | f.site] AS shared
WHERE NOT EXISTS { MATCH (smaller:Site)-[:PART_OF]->(site) WHERE smaller IN shared AND smaller <> site }
RETURN d.ref AS store, copy.ref AS copy, site.ref AS site, elsewhere

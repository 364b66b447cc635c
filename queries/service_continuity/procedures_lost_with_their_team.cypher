// Which recovery procedures lose their team together with what they bring back?
// That happens where both stand at the same site (up to a campus, not a region), hang on the same
// network zone, feed, product or vendor, or where the team can't work without the very thing. What
// is needed counts as in `copies_at_same_site`. Of causes that take each other the nearest is named.
// returns procedure: ref, the recovery procedure
// returns name: text, its name
// returns element: ref, what it brings back
// returns team: ref, a team that carries it out
// returns lost_with: ref, what takes both when it alone is lost; perhaps the element itself
// python: teams_lost.procedures_lost_with_their_team
MATCH (:RecoveryProcedure)-[:PERFORMED_BY]->(t:Team)
WITH collect(DISTINCT t) AS teams
/* What any of the teams needs, redundancy ignored. */
WITH reduce(walk = {seen: teams, levels: [teams]}, hop IN range(1, 50) |
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
WITH [c IN walk.seen WHERE c:Site AND coalesce(c.kind, '') <> 'region' OR c:NetworkZone OR c:UtilityFeed
  OR c:VendorProduct OR c:Vendor OR EXISTS { (c)-[:HAS_PROCEDURE]->() }] AS causes
UNWIND causes AS cause
/* What goes down with each of them. */
WITH cause, causes, reduce(walk = {seen: [cause], levels: [[cause]]}, hop IN range(1, 50) |
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
MATCH (e)-[:HAS_PROCEDURE]->(p)-[:PERFORMED_BY]->(t)
WHERE e IN walk.seen AND t IN walk.seen AND t <> e AND t <> cause
WITH DISTINCT p, e, t, cause, [c IN causes WHERE c IN walk.seen] AS takes
WITH p, e, t, collect({cause: cause, takes: takes}) AS found
UNWIND found AS each
WITH p, e, t, each, found
WHERE none(other IN found WHERE other.cause IN each.takes AND NOT each.cause IN other.takes)
WITH p, e, t, each.cause AS cause
RETURN p.ref AS procedure, p.name AS name, e.ref AS element, t.ref AS team, cause.ref AS lost_with

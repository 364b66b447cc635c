// Which copies of data lie at the same site as the original, so that one disaster takes both?
// Sites up to a campus count, not a whole region. The smallest site that both share is named.
// returns store: ref, the data store
// returns copy: ref, its replica or backup
// returns site: ref, a site at which both stand, directly or as a part of it
// returns elsewhere: integer, other copies of the store that don't stand there
// python: continuity_coverage.copies_at_same_site
MATCH (d:DataStore)-[:COPIED_TO]->(copy)
WITH DISTINCT d, copy, COLLECT {
  MATCH (d)-[:HOSTED_AT]->(:Site)-[:PART_OF*0..50]->(x:Site)
  WHERE coalesce(x.kind, '') <> 'region'
  RETURN DISTINCT x
} AS here, COLLECT {
  MATCH (copy)-[:HOSTED_AT]->(:Site)-[:PART_OF*0..50]->(x:Site)
  WHERE coalesce(x.kind, '') <> 'region'
  RETURN DISTINCT x
} AS there
WITH d, copy, [x IN here WHERE x IN there] AS shared
UNWIND shared AS site
WITH d, copy, shared, site
WHERE NOT EXISTS { MATCH (smaller:Site)-[:PART_OF]->(site) WHERE smaller IN shared AND smaller <> site }
RETURN d.ref AS store, copy.ref AS copy, site.ref AS site, COUNT {
  MATCH (d)-[:COPIED_TO]->(other)
  WHERE other <> copy AND NOT EXISTS { (other)-[:HOSTED_AT]->(:Site)-[:PART_OF*0..50]->(site) }
  RETURN DISTINCT other
} AS elsewhere

// Has nobody said whether the service has to pass TG2?
// The board decides for the service; the author of the strategy may propose.
// param service: ref, the service
// returns service: ref, the service
// gate: TG1
// severity: WARN
// document: service-strategy
// python: justification.tg2_undecided
MATCH (s:Item {ref: $service})
WHERE s.tg2_required IS NULL AND NOT EXISTS {
  MATCH (d:ServiceStrategy)-[:FOR]->(s)
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) } AND d.tg2_required IS NOT NULL
}
RETURN s.ref AS service

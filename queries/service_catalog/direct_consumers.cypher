// Who needs this element directly, and by which relationship?
// param element: ref, the element that is needed
// returns ref: ref, who needs it
// returns relationship: text, type of the relationship
// returns group: text, redundancy group of the consumer in which the element is one of several
// returns type: text, type of the consumer
// returns name: text, name of the consumer
// python: service_catalog.direct_consumers
MATCH (x:Item {ref: $element})
CALL (x) {
  MATCH (x)<-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO]-(y)
  WHERE type(r) <> 'PART_OF' OR y:Site
  RETURN r, y
  UNION ALL
  MATCH (x)-[r:HAS_OFFERING|SUPPORTS_ACTIVITY]->(y)
  RETURN r, y
}
RETURN DISTINCT y.ref AS ref, type(r) AS relationship, r.group AS group,
  head([label IN labels(y) WHERE label <> 'Item']) AS type, y.name AS name

// Which components does nobody need or use?
// returns component: ref, a component that nothing depends on and nobody consumes
// returns name: text, its name
// returns kind: text, what sort of thing it is
// python: service_catalog.components_without_consumers
MATCH (c:Component)
WHERE NOT EXISTS {
  MATCH (c)<-[r:DEPENDS_ON|REQUIRES|MEMBER|HOSTED_AT|PART_OF|IN_ZONE|FED_BY|REALIZED_BY|USES_PRODUCT|SUPPLIED_BY|SUBSCRIBES_TO|CONSUMES]-(y)
  WHERE type(r) <> 'PART_OF' OR y:Site
}
RETURN c.ref AS component, c.name AS name, c.kind AS kind

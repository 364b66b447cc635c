// Which components does nobody answer for?
// returns component: ref, a component without owned_by
// returns name: text, its name
// returns kind: text, what sort of thing it is
// python: service_catalog.components_without_owner
MATCH (c:Component)
WHERE NOT EXISTS { (c)-[:OWNED_BY]->() }
RETURN c.ref AS component, c.name AS name, c.kind AS kind

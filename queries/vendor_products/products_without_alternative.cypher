// For which vendor products in use has nobody found an alternative?
// An alternative is a product that replaces it, or another candidate of a selection that it was in.
// returns product: ref, a product that something uses
// returns name: text, its name
// returns users: integer, elements that use it directly
// python: vendor_products.products_without_alternative
MATCH (p:VendorProduct)
WITH p, COUNT { MATCH (p)<-[:USES_PRODUCT]-(user) RETURN DISTINCT user } AS users
WHERE users > 0 AND NOT EXISTS { (p)-[:REPLACED_BY]->() } AND NOT EXISTS {
  MATCH (p)<-[:HAS_CANDIDATE]-(:SelectionCase)-[:HAS_CANDIDATE]->(other)
  WHERE other <> p
}
RETURN p.ref AS product, p.name AS name, users

// Which vendor products that something uses are out of support?
// param on: date = today, the day
// returns end_of_support_on: date, last day of support, before `on`
// returns product: ref, the product
// returns name: text, its name
// returns users: integer, elements that use it directly
// python: vendor_products.products_past_support
MATCH (p:VendorProduct)
WHERE p.end_of_support_on < $on
WITH p, COUNT { MATCH (p)<-[:USES_PRODUCT]-(user) RETURN DISTINCT user } AS users
WHERE users > 0
RETURN toString(p.end_of_support_on) AS end_of_support_on, p.ref AS product, p.name AS name, users

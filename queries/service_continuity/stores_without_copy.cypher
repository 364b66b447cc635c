// Which data stores have no copy at all?
// returns store: ref, a data store without copied_to
// returns name: text, its name
// python: copies.stores_without_copy
MATCH (d:DataStore)
WHERE NOT EXISTS { (d)-[:COPIED_TO]->() }
RETURN d.ref AS store, d.name AS name

// Which documents that the gate requires are not on record, submitted or accepted, in a standing version?
// The type of a document is the type of its record, or the one that a `Document` states.
// param service: ref, the service before the gate
// param required: texts, types of documents that the gate requires
// returns document: text, type of the missing document
// gate: any
// severity: BLOCK
// python: gates.required_documents_missing
UNWIND $required AS document
WITH document
WHERE NOT EXISTS {
  MATCH (d)-[:FOR]->(:Service {ref: $service})
  WHERE coalesce(d.document_type, split(d.ref, ':')[0]) = document
    AND coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
    AND NOT EXISTS { ()-[:SUPERSEDES]->(d) }
}
RETURN document

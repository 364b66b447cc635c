// Which documents that the gate requires are not on record, submitted or accepted?
// param service: ref, the service before the gate
// param required: texts, types of documents that the gate requires
// returns document: text, type of the missing document
// gate: any
// severity: BLOCK
// python: gates.required_documents_missing
UNWIND $required AS document
WITH document
WHERE NOT EXISTS {
  MATCH (d:Document {document_type: document})-[:FOR]->(:Service {ref: $service})
  WHERE coalesce(d.status, 'submitted') IN ['submitted', 'accepted']
}
RETURN document

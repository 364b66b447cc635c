// Which single points of failure did an earlier gate know of?
// The evidence of the latest decided submission that listed them, at TG3 as designed or at TG5 as
// found. What is in the evidence is text to Cypher.
// param service: ref, the service before the gate
// returns evidence: ref, the evidence
// returns points: texts, the single points of failure in it
// python: single_points_since.single_points_on_record

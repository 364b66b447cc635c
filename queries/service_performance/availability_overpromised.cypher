// Which promised availability is higher than what the service's parts add up to?
// Composed exactly from what the elements below state, redundancy and shared parts respected, so
// there is no Cypher for it. An element that states nothing never fails by itself.
// returns service: ref, the service
// returns target: ref, the promise
// returns made_by: ref, the contract, offering or service that makes it
// returns promised: number, share of time promised
// returns composed: number, share of time composed; empty where nothing below the service states any, or it is too large to compose
// python: underpinning.availability_overpromised

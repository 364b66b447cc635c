// Which promises of the contract don't rest on what we were promised ourselves?
// All that `promises_not_underpinned` finds of the contract, so there is no Cypher for it.
// param service: ref, the service before the gate
// returns contract: ref, the contract presented
// returns check: text, `coverage`, `availability`, `hours`, `time` or `term`
// returns about: ref, the provider, the contract or the target that is the matter
// returns promised: text, what we promise
// returns underpinned: text, what we have for it; empty where we have nothing
// gate: TG4
// severity: BLOCK
// document: service-contract
// assessable: contracts_presented
// python: service_contracts.contract_not_underpinned

// Which promises to customers don't rest on what we were promised ourselves?
// All checks of the chain from service level agreement to vendor in one: coverage, availability,
// service hours, resolution time and term. Some of them Cypher can't say.
// returns contract: ref, a service level agreement in force
// returns check: text, `coverage`, `availability`, `hours`, `time` or `term`
// returns about: ref, the provider, the contract or the target that is the matter
// returns promised: text, what we promise
// returns underpinned: text, what we have for it; empty where we have nothing, or it can't be told
// python: underpinning.promises_not_underpinned

// Is TG2 not required for the service, so that its documents fall due at TG3?
// A service of which nobody has decided that it needs TG2 hasn't been seen there.
// param service: ref, the service
// returns service: ref, the service, where TG2 wasn't found necessary
// returns decided: boolean, true where that was decided; empty where nothing was
// python: gates.tg2_not_required
MATCH (s:Item {ref: $service})
WHERE NOT coalesce(s.tg2_required, false)
RETURN s.ref AS service, s.tg2_required = false AS decided

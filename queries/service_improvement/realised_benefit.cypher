// How much of what improvements were to bring is there?
// returns initiative: ref, the initiative
// returns status: text, how far it has come
// returns metric: text, what it moves
// returns baseline: number, value before
// returns target: number, value wanted
// returns actual: number, value reached
// returns realised: number, share of the way from baseline to target; empty where it can't be told
// python: service_improvement.realised_benefit
MATCH (i:ImprovementInitiative)
RETURN i.ref AS initiative, i.status AS status, i.benefit_metric AS metric, i.baseline AS baseline,
  i.target AS target, i.actual AS actual,
  CASE WHEN i.target <> i.baseline THEN (i.actual - i.baseline) / (i.target - i.baseline) END AS realised

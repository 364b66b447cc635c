"""The sides of a retirement as traffic lights: what the tiers say, and the criteria of gate 6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itspm_graph.results import CriterionResult, GateCheck
from itspm_graph.results.retiring import RetirementFound, Signal

ASPECTS = {
    "contracts": ("contracts_beyond_effective_date",),
    "data": ("data_without_disposition",),
    "plan": (
        "retirement_proposal_missing",
        "roadmap_without_retirement",
        "retirement_before_migration",
    ),
}
"""Which criteria of toll gate 6 a light rests on; the others are told by the tiers themselves."""


def signals(found: RetirementFound, checks: Sequence[GateCheck]) -> list[Signal]:
    """A light for every side, always in the same order."""
    return [*_told(found), *_judged(checks), _left_behind(found), _money(found)]


def _told(found: RetirementFound) -> Iterator[Signal]:
    lost = [item for item in found.consumers if item.disposition is None]
    words = f"{len(found.broken)} break, {len(lost)} without a disposition"
    light = "red" if found.broken else "yellow" if lost else "green"
    yield _signal("consumers", light, words)
    unobserved = [item for item in found.not_known if "consumption" in item.reason]
    seen = f"{len(found.undeclared)} seen in {found.lookback_days} days whom nobody declared"
    light = "red" if found.undeclared else "grey" if unobserved else "green"
    yield _signal("undeclared use", light, "use isn't observed" if light == "grey" else seen)
    yield _migration(found)


def _migration(found: RetirementFound) -> Signal:
    if not found.consumers:
        return _signal("migration", "green", "nobody uses it")
    everybody = found.consumers
    left = [one for one in everybody if one.leaves_on and one.leaves_on <= found.observed_on]
    blocked = [one for one in everybody if one.blocker]
    words = f"{len(left)} of {len(everybody)} have left; something is in the way of {len(blocked)}"
    light = "green" if len(left) == len(everybody) else "yellow"
    return _signal("migration", "red" if blocked else light, words)


def _left_behind(found: RetirementFound) -> Signal:
    """What nobody has disposed of yet is work that is left, not a reason to stay."""
    open_ = [item for item in found.orphans if item.disposition is None]
    final = [step for step in found.steps if not step.reversible]
    undone = [step for step in final if step.reason.startswith("nobody says")]
    words = (
        f"{len(found.orphans)} orphans, {len(open_)} without a disposition; "
        f"{len(found.shared)} shared parts; {len(found.steps)} steps, {len(final)} not reversible"
    )
    light = "red" if undone else "yellow" if open_ else "green"
    return _signal("what is left behind", light, words)


def _money(found: RetirementFound) -> Signal:
    """Yellow where more is paid on than is saved; grey where something isn't on record."""
    told = [
        f"{each.saved:,.0f} {each.currency} saved, {each.stranded + each.contracts:,.0f} stranded, "
        f"{each.one_off + each.write_off:,.0f} once"
        for each in found.money.amounts
    ]
    dear = any(each.stranded + each.contracts > each.saved for each in found.money.amounts)
    unknown = len(found.money.not_assessed)
    told += [f"{unknown} things not known"] if unknown else []
    light = "yellow" if dear else "grey" if unknown or not told else "green"
    return _signal("money", light, "; ".join(told) or "no cost is on record")


def _judged(checks: Sequence[GateCheck]) -> Iterator[Signal]:
    if not checks:
        return
    criteria = [criterion for check in checks for criterion in check.criteria]
    for aspect, names in ASPECTS.items():
        concerned = [c for c in criteria if c.name in names and not c.waiver]
        failing = [c for c in concerned if c.result == "FAIL"]
        unknown = [c for c in concerned if c.result == "NOT_ASSESSABLE"]
        yield Signal(
            aspect=aspect,
            light=_light(failing, unknown),
            words=_words(failing, unknown),
            criteria=sorted({c.name for c in (*failing, *unknown)}),
        )


def _light(failing: Sequence[CriterionResult], unknown: Sequence[CriterionResult]) -> str:
    if any(criterion.severity == "BLOCK" for criterion in failing):
        return "red"
    if any(criterion.severity == "WARN" for criterion in failing):
        return "yellow"
    return "grey" if unknown else "green"


def _words(failing: Sequence[CriterionResult], unknown: Sequence[CriterionResult]) -> str:
    told = [f"{len(c.rows)} {c.name.replace('_', ' ')}" for c in failing]
    told += [f"not known: {c.name.replace('_', ' ')}" for c in unknown]
    return "; ".join(told) or "in order"


def _signal(aspect: str, light: str, words: str) -> Signal:
    return Signal(aspect=aspect, light=light, words=words, criteria=[])

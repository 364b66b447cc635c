"""The sides of a retirement as traffic lights: what the tiers say, and the criteria of gate 6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itspm_graph.results import CriterionResult, GateCheck
from itspm_graph.results.retiring import RetirementFound, Signal

TOLD = {
    "consumers": (
        "consumers_without_disposition",
        "consumers_with_several_dispositions",
        "elements_that_break",
        "elements_weakened",
        "terminations_without_consent",
    ),
    "undeclared use": ("undeclared_consumers", "screams_heard", "silence_not_tried"),
    "migration": (
        "migrations_after_effective_date",
        "consumption_after_migration",
        "migrated_still_declared",
    ),
}
"""Criteria of toll gate 6 about what the tiers themselves tell; they can make a light worse."""
JUDGED = {
    "replacement": (
        "replacement_not_in_operation",
        "replacement_rests_on_retired",
        "replacement_to_be_retired",
        "replacement_lacks_capacity",
        "replacement_promises_less",
        "replacement_terms_differ",
        "replacement_terms_unknown",
        "replacement_prices",
    ),
    "contracts": (
        "contracts_beyond_effective_date",
        "contracts_without_notice",
        "contracts_with_others",
    ),
    "communication": ("customers_not_told", "notices_unanswered"),
    "data": (
        "data_without_disposition",
        "data_dispositions_unsound",
        "data_kept_unproven",
        "data_readers_left",
    ),
    "continuity": ("plans_that_count_on_it",),
    "plan": (
        "retirement_proposal_missing",
        "roadmap_without_retirement",
        "retirement_before_migration",
    ),
}
"""Criteria of toll gate 6 on which a light rests alone; together they are all of them."""
WORSE = ("green", "grey", "yellow", "red")


def signals(found: RetirementFound, checks: Sequence[GateCheck]) -> list[Signal]:
    """A light for every side, always in the same order."""
    criteria = [criterion for check in checks for criterion in check.criteria]
    told = [_worsened(signal, criteria) for signal in _told(found)]
    judged = [_judged(aspect, names, criteria) for aspect, names in JUDGED.items() if checks]
    return [*told, *judged, _left_behind(found), _money(found)]


def _worsened(signal: Signal, criteria: Sequence[CriterionResult]) -> Signal:
    """The light, or that of criteria that fail beside it; an INFO changes none."""
    failing = [c for c in _among(criteria, TOLD[signal.aspect]) if c.result == "FAIL"]
    light = max(signal.light, _light(failing, []), key=WORSE.index)
    return signal.model_copy(update={"light": light, "criteria": sorted({c.name for c in failing})})


def _among(criteria: Sequence[CriterionResult], names: Sequence[str]) -> list[CriterionResult]:
    return [c for c in criteria if c.name in names and not c.waiver]


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
    words = f"{len(left)} of {len(everybody)} have left"
    for currency in sorted({name for one in everybody for name in one.annual_value}):
        parts = [
            sum(one.annual_value.get(currency, 0.0) for one in some) for some in (left, everybody)
        ]
        words += f", with {parts[0]:,.0f} of {parts[1]:,.0f} {currency} a year"
    words += f"; something is in the way of {len(blocked)}"
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


def _judged(aspect: str, names: Sequence[str], criteria: Sequence[CriterionResult]) -> Signal:
    concerned = _among(criteria, names)
    failing = [c for c in concerned if c.result == "FAIL"]
    unknown = [c for c in concerned if c.result == "NOT_ASSESSABLE"]
    return Signal(
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
    told = [f"{c.name.replace('_', ' ')}: {len(c.rows)}" for c in failing]
    told += [f"not known: {c.name.replace('_', ' ')}" for c in unknown]
    return "; ".join(told) or "in order"


def _signal(aspect: str, light: str, words: str) -> Signal:
    return Signal(aspect=aspect, light=light, words=words, criteria=[])

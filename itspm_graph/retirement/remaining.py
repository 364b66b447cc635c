"""What a retirement leaves behind, what it shares with others, and how all is taken down."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from itspm_graph.analysis.decommissioning import Step, decommissioning
from itspm_graph.answers.days import day, later
from itspm_graph.answers.remains import ATTACHED, Remains, under_hold
from itspm_graph.answers.retirement import Retirement
from itspm_graph.graph import Graph
from itspm_graph.results.retiring import DecommissioningStep, LeftBehind, SharedPart

FINAL = ("destroyed", "sold")
"""Dispositions that can't be undone."""
GROUP = "RequirementGroup"
"""A type that only stands between."""
NAMED = 3
"""How many users a reason names."""


@dataclass(frozen=True)
class Remaining:
    """What stays behind of a retirement. `soak_days` is how long what nobody needs is kept yet."""

    planned: Retirement
    effective_on: date
    soak_days: int
    dated: bool
    """Whether that day is stated, by a proposal or by whoever asks."""

    @property
    def graph(self) -> Graph:
        return self.planned.graph

    @cached_property
    def remains(self) -> Remains:
        return Remains(self.graph, tuple(self.planned.retired))

    @cached_property
    def retired(self) -> frozenset[int]:
        return frozenset(self.planned.retired)

    # --- orphans ------------------------------------------------------------------------------

    def orphans(self) -> list[LeftBehind]:
        """What nobody rests on any more, then contracts, data and teams that concern only that."""
        rested_on = [self._orphan(p) for p in self.remains.orphans if self.graph.label(p) != GROUP]
        attached = [self._attached(position) for position in self.remains.ended]
        return sorted(rested_on, key=_by_ref) + sorted(attached, key=_by_ref)

    def _orphan(self, position: int) -> LeftBehind:
        way = self.remains.way(position)
        others = [p for p in self.remains.back.of(position) if p not in self.retired]
        used = "nobody else rests on it"
        if any(p not in self.remains.orphans for p in others):
            used = "nobody in use rests on it"
        return self._left(position, used, way)

    def _attached(self, position: int) -> LeftBehind:
        label = self.graph.label(position)
        reason = {
            "Contract": "covers nothing else",
            "DataSet": "is kept nowhere else",
        }.get(label, "operates nothing else")
        return self._left(position, reason, self._way_to_attached(position))

    def _left(self, position: int, reason: str, way: Sequence[int]) -> LeftBehind:
        graph = self.graph
        return LeftBehind(
            ref=graph.ref(position),
            type=graph.label(position),
            name=graph.name(position),
            reason=reason,
            disposition=next((s["disposition"] for s in self._said(position)), None),
            path=[graph.ref(p) for p in way],
        )

    def _said(self, position: int) -> list[Mapping[str, Any]]:
        return [s for s in self.planned.dispositions.get(position, []) if s.get("disposition")]

    def _way_to_attached(self, position: int) -> list[int]:
        holders = [p for p in self._holders(position) if p in self._going]
        return [position, *self.remains.way(min(holders, key=self.graph.ref))]

    def _holders(self, position: int) -> Iterator[int]:
        for label, is_source in ATTACHED.items():
            for link in self.graph.links_from(position, label) if is_source else []:
                yield link.target
            for link in [] if is_source else self.graph.links_to(position, label):
                yield link.source

    # --- shared parts -------------------------------------------------------------------------

    def shared(self) -> list[SharedPart]:
        """What those who stay use too, contracts that cover more among it; the nearest first."""
        used = [self._shared(p) for p in self.remains.shared if self.graph.label(p) != GROUP]
        covering = [self._covering(position) for position in self._contracts_kept()]
        return sorted([*used, *covering], key=lambda part: (len(part.path), part.ref))

    def _shared(self, position: int) -> SharedPart:
        graph = self.graph
        users = sorted(str(graph.ref(p)) for p in self.remains.users(position))
        held = sorted(
            graph.ref(link.target)
            for link in graph.links_from(position, "STORES")
            if under_hold(graph, link.target)
        )
        if users:
            reason = f"{_some(users)} {'use' if len(users) > 1 else 'uses'} it too"
        elif held:
            reason = f"keeps {_some(held)}, which is under legal hold"
        else:
            reason = "is in use itself, though nobody else rests on it"
        return self._part(position, reason, users, self.remains.way(position))

    def _contracts_kept(self) -> list[int]:
        links = (k for p in sorted(self._going) for k in self.graph.links_to(p, "COVERS"))
        live = dict.fromkeys(
            k.source for k in links if self.graph.properties(k.source).get("status") != "ended"
        )
        return [contract for contract in live if contract not in self.remains.ended]

    def _covering(self, contract: int) -> SharedPart:
        covered = [link.target for link in self.graph.links_from(contract, "COVERS")]
        others = sorted(str(self.graph.ref(p)) for p in covered if p not in self._going)
        reason = f"covers {_some(others)} too: less of it is needed, it doesn't end"
        return self._part(contract, reason, others, self._way_to_attached(contract))

    def _part(self, position: int, reason: str, users: list[str], way: Sequence[int]) -> SharedPart:
        graph = self.graph
        return SharedPart(
            ref=graph.ref(position),
            type=graph.label(position),
            name=graph.name(position),
            reason=reason,
            users=list(users),
            path=[graph.ref(p) for p in way],
        )

    # --- order --------------------------------------------------------------------------------

    @cached_property
    def _going(self) -> frozenset[int]:
        return self.retired | frozenset(self.remains.orphans)

    @cached_property
    def _final(self) -> dict[int, str]:
        """What can't be undone, and why."""
        found = {position: self._why_final(position) for position in sorted(self._going)}
        return {position: why for position, why in found.items() if why}

    def _why_final(self, position: int) -> str:
        said = {s["disposition"] for s in self._said(position)}
        if ends := sorted(said.intersection(FINAL)):
            return f"it is {ends[0]}"
        for link in sorted(
            self.graph.links_from(position, "STORES"), key=lambda k: self.graph.ref(k.target)
        ):
            keepers = {k.source for k in self.graph.links_to(link.target, "STORES")}
            becomes = {s["disposition"] for s in self._said(link.target)}
            data = self.graph.ref(link.target)
            if becomes.intersection(FINAL):
                return f"{data} is destroyed"
            if not becomes and keepers <= self._going:
                return self._in_words or f"nobody says what becomes of {data}"
        return ""

    @cached_property
    def _planned(self) -> dict[int, date]:
        """By position, the day for which a disposition plans it."""
        stated = {p: [day(s, "planned_on") for s in self._said(p)] for p in self._going}
        days = {p: [on for on in found if on is not None] for p, found in stated.items()}
        retired = dict.fromkeys(self.retired, self.effective_on)
        return {p: max(found) for p, found in days.items() if found} | retired

    @cached_property
    def _in_words(self) -> str:
        """What the proposal says of all its data together."""
        stated = [self.graph.properties(p) for p in self.planned.proposals[:1]]
        said = next(((each.get("data_disposition") or "").strip() for each in stated), "")
        return f"of the data the proposal says: {said}" if said else ""

    def steps(self) -> list[DecommissioningStep]:
        """How what is retired and its orphans are taken down, one step after another."""
        found: list[DecommissioningStep] = []
        numbers: dict[int, set[int]] = {}
        returns = True
        ordered = decommissioning(self.graph, self._going, self._final, self._planned)
        for place, step in enumerate(ordered):
            after = {number for earlier in step.after for number in numbers[earlier]}
            members = [p for p in step.members if self.graph.label(p) != GROUP]
            if not members:
                numbers[place] = after
                continue
            before = [found[number - 1] for number in sorted(after)]
            made = self._step(step, members, before, len(found) + 1)
            last = returns and not made.reversible
            found.append(made.model_copy(update={"point_of_no_return": last}))
            returns = returns and made.reversible
            numbers[place] = {made.number}
        return found

    def _step(
        self, step: Step, members: list[int], before: list[DecommissioningStep], number: int
    ) -> DecommissioningStep:
        graph = self.graph
        on, planned, reason = self._day(members, before)
        final = next((self._final[p] for p in members if p in self._final), "")
        return DecommissioningStep(
            number=number,
            refs=[graph.ref(p) for p in members],
            names=[graph.name(p) for p in members],
            after=[one.number for one in before],
            wave=max((one.wave for one in before), default=0) + 1,
            on=on,
            planned=planned,
            teams=self._teams(members),
            reversible=step.reversible,
            point_of_no_return=False,
            reason=final or reason,
        )

    def _day(
        self, members: Collection[int], before: list[DecommissioningStep]
    ) -> tuple[date, bool, str]:
        """The day of a step, whether it is on record, and what makes it another than that."""
        first = max((one.on for one in before), default=self.effective_on)
        if self.retired.intersection(members):
            return first, self.dated, ""
        planned = max((self._planned[p] for p in members if p in self._planned), default=None)
        if planned is not None and planned >= first:
            return planned, True, ""
        laid = max(first, later(self.effective_on, self.soak_days))
        if planned is not None:
            return laid, False, f"planned on {planned}, before what rests on it has gone"
        return laid, False, ""

    def _teams(self, members: Collection[int]) -> list[str]:
        graph = self.graph
        for label in ("OPERATED_BY", "OWNED_BY"):
            links = [link for p in members for link in graph.links_from(p, label)]
            if links:
                return sorted({graph.ref(link.target) for link in links})
        return []


def _by_ref(item: LeftBehind) -> str:
    return item.ref


def _some(refs: Sequence[str]) -> str:
    rest = f" and {len(refs) - NAMED} more" if len(refs) > NAMED else ""
    return ", ".join(refs[:NAMED]) + rest

"""What a retirement means: what goes, when, who uses it, how each of them leaves.

Everything that `retire` and the criteria of toll gate 6 share. `retired` is what is proposed
together, with the offerings of services. An active consumer needs or consumes something retired and
is in use itself: in transition, operation or improvement, or without a lifecycle; of subscriptions
only those count that don't end by the day. Requirement groups are looked through: the consumer is
whoever needs the group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from itspm_graph.answers.days import day
from itspm_graph.answers.reach import arriving_at
from itspm_graph.answers.service_catalog import IN_CATALOG
from itspm_graph.connections import steps
from itspm_graph.graph import Graph, Link


class Use(NamedTuple):
    """Somebody uses something that is to be retired."""

    consumer: int
    used: int


class Place(NamedTuple):
    """Where use of something that is to be retired is seen."""

    position: int
    retired: int


class Leaving(NamedTuple):
    """A transition that takes a consumer away from something that is to be retired."""

    transition: int
    consumer: int
    origin: int
    status: str


class Replacement(NamedTuple):
    """What takes the place of what is retired, and the transition that says so; None: unknown."""

    position: int | None
    transition: int | None


@dataclass(frozen=True)
class Retirement:
    """The retirement of some elements together, in one snapshot."""

    graph: Graph
    proposed: tuple[int, ...]
    stated_on: date | None = None
    """The day on which it takes effect, where that is given and not to be read from a proposal."""

    companions: tuple[int, ...] = ()
    """What goes at the same time, and is asked about elsewhere."""

    @classmethod
    def of(cls, graph: Graph, service: str) -> Retirement:
        """That of a service, together with others that the same proposal is for."""
        alone = cls(graph, (graph.position(service),))
        links = [link for p in alone.proposals[:1] for link in graph.links_from(p, "FOR")]
        services = {link.target for link in links if graph.label(link.target) == "Service"}
        companions = sorted(services.difference(alone.proposed), key=graph.ref)
        return cls(graph, alone.proposed, companions=tuple(companions))

    @classmethod
    def alone(cls, graph: Graph, service: str) -> Retirement:
        """That of a service by itself."""
        return cls(graph, (graph.position(service),))

    @cached_property
    def retired(self) -> list[int]:
        """What is proposed, what goes with it, and the offerings of both."""
        together = (*self.proposed, *self.companions)
        offerings = [o for service in together for o in self._offerings(service)]
        return list(dict.fromkeys([*together, *offerings]))

    def _offerings(self, service: int) -> list[int]:
        return [link.target for link in self.graph.links_from(service, "HAS_OFFERING")]

    def _standing(self, label: str) -> list[int]:
        """Records of a type about the proposed that no newer one of the type supersedes."""
        graph = self.graph

        def superseded(position: int) -> bool:
            newer = graph.links_to(position, "SUPERSEDES")
            return any(graph.label(link.source) == label for link in newer)

        about = {link.source for p in self.proposed for link in graph.links_to(p, "FOR")}
        return [p for p in about if graph.label(p) == label and not superseded(p)]

    @cached_property
    def proposals(self) -> list[int]:
        """Standing proposals to retire it, the one that counts first: the latest."""
        graph = self.graph

        def order(position: int) -> tuple[bool, int, str]:
            on = day(graph.properties(position), "effective_on")
            return on is None, -on.toordinal() if on else 0, graph.ref(position)

        return sorted(self._standing("ServiceRetirementProposal"), key=order)

    @cached_property
    def dispositions(self) -> dict[int, list[Mapping[str, Any]]]:
        """What standing proposals say of what becomes of things, by what they are about."""
        found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        for proposal in (*self.proposals, *self._standing("PhaseOutProposal")):
            for link in self.graph.links_from(proposal, "DISPOSES_OF"):
                found[link.target].append(link.properties)
        return dict(found)

    @cached_property
    def effective_on(self) -> date | None:
        """The day from which it is no longer operated."""
        if self.stated_on is not None:
            return self.stated_on
        stated = [self.graph.properties(p) for p in self.proposals[:1]]
        return day(stated[0], "effective_on") if stated else None

    def roadmap_items(self, kind: str) -> list[tuple[int, date | None]]:
        """Items of a kind on its standing roadmaps, and when they are done."""
        items = {
            link.target
            for roadmap in self._standing("ServiceRoadmap")
            for link in self.graph.links_from(roadmap, "HAS_ITEM")
        }
        stated = [(item, self.graph.properties(item)) for item in items]
        return [
            (item, day(properties, "ends_on", "starts_on"))
            for item, properties in stated
            if properties.get("kind") == kind
        ]

    # --- consumers ----------------------------------------------------------------------------

    def uses(self, on: date | None) -> set[Use]:
        """Every use by an active consumer that goes on after a day."""
        found = set()
        for used in self.retired:
            for holder in arriving_at(self.graph, used, "MEMBER"):
                for consumer, link in self.direct(holder):
                    if self._active(consumer) and not ended(link, on):
                        found.add(Use(consumer, used))
        return found

    def direct(self, holder: int) -> Iterator[tuple[int, Link]]:
        """Who needs, consumes or subscribes to something directly, and what says so."""
        yield from steps(self.graph, holder, "dependents")
        for link in self.graph.links_to(holder, "CONSUMES"):
            yield link.source, link

    def _active(self, consumer: int) -> bool:
        lifecycle = self.graph.properties(consumer).get("lifecycle")
        known = lifecycle is None or lifecycle in IN_CATALOG
        inside = consumer in self.retired or self.graph.label(consumer) == "RequirementGroup"
        return known and not inside

    @cached_property
    def leavings(self) -> list[Leaving]:
        """Every transition of a consumer away from something retired."""
        graph = self.graph
        return [
            Leaving(origin.source, who.target, retired, graph.properties(origin.source)["status"])
            for retired in self.retired
            for origin in graph.links_to(retired, "MIGRATES_FROM")
            for who in graph.links_from(origin.source, "MIGRATES")
        ]

    def settling(self, use: Use) -> list[Leaving]:
        """The transitions that say what becomes of a use."""
        return [
            leaving
            for leaving in self.leavings
            if leaving.consumer == use.consumer and self.speaks_of(leaving, use.used)
        ]

    def leaves(self, use: Use) -> bool:
        """Whether a use has ended by the day on which the retirement takes effect, or is to."""
        return any(not self.late(leaving) for leaving in self.settling(use))

    def late(self, leaving: Leaving) -> bool:
        """Whether a transition is only planned, and for a later day, or for none."""
        planned_on = day(self.graph.properties(leaving.transition), "planned_on")
        end = self.effective_on
        after = planned_on is None or (end is not None and planned_on > end)
        return leaving.status == "planned" and after

    def speaks_of(self, leaving: Leaving, used: int) -> bool:
        """A transition speaks of what it leads away from. A service stands for its offerings."""
        return leaving.origin == used or self.overlap(leaving.origin, used)

    def overlap(self, one: int, other: int) -> bool:
        """Whether one is a service and the other is offered of it."""
        return other in self._offerings(one) or one in self._offerings(other)

    # --- evidence of use ----------------------------------------------------------------------

    @cached_property
    def places(self) -> list[Place]:
        """Where use of it is seen: on itself, and on what realises it and nothing else."""
        found = [Place(retired, retired) for retired in self.retired]
        for retired in self.retired:
            for link in self.graph.links_from(retired, "REALIZED_BY"):
                realized = self.graph.links_to(link.target, "REALIZED_BY")
                if all(other.source in self.retired for other in realized):
                    found.append(Place(link.target, retired))
        return found

    @cached_property
    def records(self) -> list[Use]:
        """Records of consumption, and what of the retired each is about."""
        return list(
            dict.fromkeys(
                Use(link.source, place.retired)
                for place in self.places
                for link in self.graph.links_to(place.position, "CONSUMED_IN")
            )
        )

    # --- replacements -------------------------------------------------------------------------

    @cached_property
    def replacements(self) -> list[Replacement]:
        """What comes instead, named by transitions or by the service itself."""
        found: dict[Replacement, None] = {}
        general = {
            link.target
            for retired in self.retired
            for link in self.graph.links_from(retired, "REPLACED_BY")
        }
        for leaving in self.leavings:
            goes_to = self.graph.links_from(leaving.transition, "MIGRATES_TO")
            for link in goes_to:
                found[Replacement(link.target, leaving.transition)] = None
            if not goes_to and not general and leaving.status in ("migrated", "planned"):
                found[Replacement(None, leaving.transition)] = None
        found.update((Replacement(position, None), None) for position in general)
        return list(found)

    def offered_by(self, position: int) -> int | None:
        """The service that an offering is of."""
        links = self.graph.links_to(position, "HAS_OFFERING")
        return min((link.source for link in links), key=self.graph.ref, default=None)


def ended(link: Link, on: date | None) -> bool:
    """Whether it is a subscription that ends by a day; with no day none but open ones go on."""
    until = day(link.properties, "until") if link.label == "SUBSCRIBES_TO" else None
    return until is not None and (on is None or until <= on)

"""How much hangs on few third parties, with those that belong to them and those they work for.

Exposure is reach: anything that a service needs, however redundant. Criticality is propagation: the
services that go down when everything of a third party fails together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal

from itspm_graph.analysis.impact import CyclePolicy
from itspm_graph.analysis.state import state
from itspm_graph.answers.days import day
from itspm_graph.connections import distances
from itspm_graph.framework import framework
from itspm_graph.graph import Graph
from itspm_graph.model.elements import Phase
from itspm_graph.model.third_parties import Substitutability
from itspm_graph.promises import IN_FORCE
from itspm_graph.results.concentration import Concentration, ProviderExposure

Weigh = Literal["count", "tier", "revenue"]
WORST_FIRST = [str(each) for each in Substitutability]


def concentration(graph: Graph, weigh: Weigh, policy: CyclePolicy) -> Concentration:
    """Third parties by what hangs on them."""
    asking = _Asking(graph, weigh, policy)
    found = [asking.exposure(top, members) for top, members in asking.houses.items()]
    found = [each for each in found if each.exposed or each.contracts]
    found.sort(key=lambda each: (-each.weight, -len(each.exposed), each.ref))
    total = sum(each.weight for each in found)
    shares = sorted((each.weight / total for each in found), reverse=True) if total else []
    thresholds = framework().thresholds
    return Concentration(
        revision=graph.revision,
        weigh=weigh,
        services=len(asking.services),
        providers=found,
        index=sum(share**2 for share in shares) if shares else None,
        largest=shares[0] if shares else None,
        three_largest=sum(shares[:3]) if shares else None,
        index_most=float(thresholds["concentration_most"].value),
        share_most=float(thresholds["vendor_share"].value),
        weightless=[graph.ref(p) for p in asking.services if not asking.weight(p)],
    )


class _Asking:
    def __init__(self, graph: Graph, weigh: Weigh, policy: CyclePolicy) -> None:
        self.graph = graph
        self.weigh = weigh
        self.policy = policy

    @cached_property
    def services(self) -> list[int]:
        """Services in use."""
        every = self.graph.positions("Service")
        return [p for p in every if self.graph.properties(p).get("lifecycle") != str(Phase.RETIRE)]

    @cached_property
    def houses(self) -> dict[int, list[int]]:
        """Vendors by the company at the top."""
        found: dict[int, list[int]] = defaultdict(list)
        for vendor in self.graph.positions("Vendor"):
            found[self._top(vendor)].append(vendor)
        return found

    def _top(self, vendor: int) -> int:
        while links := self.graph.links_from(vendor, "SUBSIDIARY_OF"):
            vendor = links[0].target
        return vendor

    def weight(self, service: int) -> float:
        stated = self.graph.properties(service)
        if self.weigh == "tier":
            return float(6 - stated["tier"]) if stated.get("tier") else 0.0
        if self.weigh == "revenue":
            return float(stated.get("revenue_per_hour") or 0.0)
        return 1.0

    @cached_property
    def _whole(self) -> float:
        return sum(map(self.weight, self.services))

    # --- one third party ------------------------------------------------------------------------

    def exposure(self, top: int, members: Sequence[int]) -> ProviderExposure:
        graph = self.graph
        works_for = self._works_for(members)
        own = [*members, *self._products(members)]
        chain = [*own, *works_for, *self._products(works_for)]
        critical, by_chain = self._down(own), self._down(chain)
        weight = sum(map(self.weight, critical))
        contracts = self._contracts(members)
        assessed = [graph.properties(p) for c in contracts for p in self._assessments(c)]
        return ProviderExposure(
            ref=graph.ref(top),
            name=graph.name(top),
            members=self._refs(members),
            works_for=self._refs(works_for),
            exposed=self._refs(self._reaching(chain)),
            critical=self._refs(critical),
            critical_by_chain=self._refs(set(by_chain) - set(critical)),
            weight=weight,
            share=weight / self._whole if self._whole else 0.0,
            first_tier=sum(graph.properties(p).get("tier") == 1 for p in critical),
            substitutability=_worst(assessed),
            alternatives=self._refs(self._alternatives(members, contracts)),
            contracts=len(contracts),
            without_exit_plan=self._refs(c for c in contracts if not self._exit_plan(c)),
            exit_plan_tested_on=_latest(assessed),
        )

    def _refs(self, positions: Iterable[int]) -> list[str]:
        return sorted(self.graph.ref(position) for position in positions)

    def _works_for(self, members: Sequence[int]) -> list[int]:
        """Vendors that have one of these do a part of their work, through others as well."""
        found: set[int] = set()
        stack = list(members)
        while stack:
            for link in self.graph.links_to(stack.pop(), "SUBCONTRACTS_TO"):
                if link.source not in found and link.source not in members:
                    found.add(link.source)
                    stack.append(link.source)
        return sorted(found)

    def _products(self, vendors: Iterable[int]) -> list[int]:
        return [link.source for v in vendors for link in self.graph.links_to(v, "SUPPLIED_BY")]

    def _reaching(self, starts: Sequence[int]) -> list[int]:
        hops = distances(self.graph, starts, "dependents").hops
        return [service for service in self.services if hops[service] > 0]

    def _down(self, failing: Sequence[int]) -> list[int]:
        down = state(self.graph, failing, self.policy).down
        return [service for service in self.services if down[service]]

    # --- contracts ------------------------------------------------------------------------------

    def _contracts(self, vendors: Sequence[int]) -> list[int]:
        links = (link for v in vendors for link in self.graph.links_to(v, "PROVIDER_PARTY"))
        found = {link.source for link in links}
        return sorted(p for p in found if self.graph.properties(p).get("status") in IN_FORCE)

    def _assessments(self, contract: int) -> Iterator[int]:
        yield from (link.source for link in self.graph.links_to(contract, "ASSESSMENT_OF"))

    def _exit_plan(self, contract: int) -> bool:
        said = [self.graph.properties(p).get("exit_plan") for p in self._assessments(contract)]
        return any(said)

    def _alternatives(self, members: Sequence[int], contracts: Sequence[int]) -> set[int]:
        graph = self.graph
        named = {
            link.target
            for contract in contracts
            for assessment in self._assessments(contract)
            for link in graph.links_from(assessment, "HAS_ALTERNATIVE")
        }
        newer = (
            link.target
            for product in self._products(members)
            for link in graph.links_from(product, "REPLACED_BY")
        )
        suppliers = (k.target for p in newer for k in graph.links_from(p, "SUPPLIED_BY"))
        return (named | set(suppliers)) - set(members)


def _worst(assessed: Sequence[Any]) -> str | None:
    said = [each["substitutability"] for each in assessed if each.get("substitutability")]
    return min(said, key=WORST_FIRST.index, default=None)


def _latest(assessed: Sequence[Any]) -> date | None:
    days = [day(each, "exit_plan_tested_on") for each in assessed]
    return max((on for on in days if on is not None), default=None)

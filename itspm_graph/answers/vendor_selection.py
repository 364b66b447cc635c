"""Vendor product management: how products are chosen, and how their vendors do afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from itspm_graph.analysis.weighted_scoring import LEVEL, Flip, flips, ranks, score
from itspm_graph.answers.days import day
from itspm_graph.answers.reach import distinct
from itspm_graph.graph import Graph
from itspm_graph.store import Row

MOST_OFF = 0.000001
"""How far a sum of weights may be from 1."""


@dataclass(frozen=True)
class Selection:
    """The choice of one product among several."""

    graph: Graph
    case: int

    @cached_property
    def candidates(self) -> list[int]:
        links = self.graph.links_from(self.case, "HAS_CANDIDATE")
        return sorted({link.target for link in links}, key=self.graph.ref)

    @cached_property
    def criteria(self) -> dict[int, Mapping[str, Any]]:
        """Criteria by reference, with what they state."""
        links = self.graph.links_from(self.case, "HAS_CRITERION")
        found = {p for link in links if self.graph.label(p := link.target) == "SelectionCriterion"}
        return {p: self.graph.properties(p) for p in sorted(found, key=self.graph.ref)}

    @cached_property
    def weights(self) -> dict[int, float]:
        stated = {p: criterion.get("weight") for p, criterion in self.criteria.items()}
        return {p: weight for p, weight in stated.items() if weight is not None}

    @property
    def total(self) -> float:
        return sum(self.weights.values())

    def scores(self, candidate: int, criterion: int) -> list[Mapping[str, Any]]:
        """What evaluators found of a candidate under a criterion."""
        graph = self.graph
        about = {link.source for link in graph.links_to(candidate, "SCORE_OF")}
        under = {link.source for link in graph.links_to(criterion, "SCORED_UNDER")}
        return [graph.properties(p) for p in sorted(about & under, key=graph.ref)]

    def values(self, candidate: int, criterion: int) -> list[float]:
        found = [stated.get("value") for stated in self.scores(candidate, criterion)]
        return [value for value in found if value is not None]

    def problem(self, candidate: int) -> tuple[str, list[int]] | None:
        """Why a candidate gets no score, and the criteria that this is about."""
        mandatory = [p for p, criterion in self.criteria.items() if criterion.get("mandatory")]
        said = {p: [s.get("met") for s in self.scores(candidate, p)] for p in mandatory}
        unscored = [p for p, w in self.weights.items() if w and not self.values(candidate, p)]
        lacks = {
            "knocked out": [p for p, met in said.items() if False in met],
            "not judged": [p for p, met in said.items() if True not in met],
            "weights": list(self.weights) if abs(self.total - 1) > MOST_OFF else [],
            "not scored": unscored,
        }
        return next(((what, about) for what, about in lacks.items() if about), None)

    def means(self, candidate: int) -> dict[str, float]:
        """The mean value under each criterion that has a weight, by reference."""
        found = {p: self.values(candidate, p) for p, weight in self.weights.items() if weight}
        return {str(self.graph.ref(p)): sum(values) / len(values) for p, values in found.items()}

    @cached_property
    def scored(self) -> dict[int, dict[str, float]]:
        """Mean values of the candidates that get a score."""
        if not any(self.weights.values()):
            return {}
        return {p: self.means(p) for p in self.candidates if self.problem(p) is None}

    @cached_property
    def shares(self) -> dict[str, float]:
        """Weights above 0 by reference of their criterion."""
        return {str(self.graph.ref(p)): weight for p, weight in self.weights.items() if weight}

    @cached_property
    def ranking(self) -> dict[int, tuple[int, float]]:
        """Place and score of the candidates that get one."""
        totals = [score(self.shares, values) for values in self.scored.values()]
        places = zip(ranks(totals), totals, strict=True)
        return dict(zip(self.scored, places, strict=True))

    def flip(self, candidate: int) -> Flip | None:
        """The least move of one weight by which a candidate shares, or loses, the first place."""
        firsts = [p for p, (rank, _) in self.ranking.items() if rank == 1]
        if candidate in firsts:
            pairs = [(candidate, other) for other in self.scored if other not in firsts]
        else:
            pairs = [(firsts[0], candidate)]
        found = (flips(self.shares, self.scored[a], self.scored[b]) for a, b in pairs)
        return min((each[0] for each in found if each), default=None)

    def spread(self, candidate: int) -> float | None:
        """The widest difference between evaluators under one criterion."""
        found = [self.values(candidate, p) for p in self.weights]
        return max((max(values) - min(values) for values in found if values), default=None)


def selection_ranking(graph: Graph, selection: str) -> Iterator[Row]:
    choice = Selection(graph, graph.position(selection))
    totals = sorted({total for _, total in choice.ranking.values()}, reverse=True)
    for candidate in choice.candidates:
        rank, total = choice.ranking.get(candidate, (None, None))
        problem, about = choice.problem(candidate) or (None, [])
        below = [other for other in totals if total is not None and other < total - LEVEL]
        flip = None if total is None else choice.flip(candidate)
        yield {
            "rank": rank,
            "candidate": str(graph.ref(candidate)),
            "score": total,
            "margin": total - below[0] if total is not None and below else None,
            "problem": problem,
            "criteria": [str(graph.ref(criterion)) for criterion in about],
            "spread": choice.spread(candidate),
            "flip_criterion": flip.criterion if flip else None,
            "flip_weight": flip.weight if flip else None,
        }


def selections_against_ranking(graph: Graph) -> Iterator[Row]:
    for case in graph.positions("SelectionCase"):
        choice = Selection(graph, case)
        firsts = [str(graph.ref(p)) for p, (rank, _) in choice.ranking.items() if rank == 1]
        for link in graph.links_from(case, "CHOSE"):
            rank, _ = choice.ranking.get(link.target, (None, None))
            candidate = link.target in choice.candidates
            problem = choice.problem(link.target) if candidate else ("no candidate", [])
            if rank != 1:
                yield {
                    "selection": str(graph.ref(case)),
                    "chosen": str(graph.ref(link.target)),
                    "rank": rank,
                    "problem": problem[0] if problem else None,
                    "first": sorted(firsts),
                }


def selection_weights_wrong(graph: Graph) -> Iterator[Row]:
    for case in graph.positions("SelectionCase"):
        total = float(Selection(graph, case).total)
        if abs(total - 1) > MOST_OFF:
            yield {"selection": str(graph.ref(case)), "total": total}


def selection_criteria_untraced(graph: Graph) -> list[Row]:
    return distinct(
        {
            "selection": str(graph.ref(case)),
            "criterion": str(graph.ref(criterion)),
            "name": graph.name(criterion),
        }
        for case in graph.positions("SelectionCase")
        for criterion in Selection(graph, case).criteria
        if not graph.links_from(criterion, "TRACES_TO")
    )


def vendor_performance(graph: Graph) -> Iterator[Row]:
    for vendor in graph.positions("Vendor"):
        by_period: dict[str, list[tuple[str, float]]] = defaultdict(list)
        judged = {link.source for link in graph.links_to(vendor, "PERFORMANCE_OF")}
        for position in judged:
            stated = graph.properties(position)
            if stated.get("period") is not None and stated.get("attainment") is not None:
                found = (str(graph.ref(position)), stated["attainment"])
                by_period[stated["period"]].append(found)
        for position in judged:
            stated = graph.properties(position)
            period, attainment = stated.get("period"), stated.get("attainment")
            earlier = [known for known in by_period if period is not None and known < period]
            before = max(by_period[max(earlier)])[1] if earlier else None
            change = None if attainment is None or before is None else attainment - before
            yield {
                "vendor": str(graph.ref(vendor)),
                "period": period,
                "attainment": attainment,
                "change": change,
                "incidents": stated.get("incidents"),
                "cost_variance": stated.get("cost_variance"),
                "audited_on": day(stated, "audited_on"),
            }

"""The gates that the framework declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from itspm_graph.errors import InvalidArgument
from itspm_graph.framework import Framework, Gate, Rule, framework
from itspm_graph.results import Outcome


@dataclass(frozen=True)
class DeclaredGate:
    """A toll gate with its short name, and the policy about it."""

    gate: str
    stated: Gate
    rule: Rule

    @property
    def outcomes(self) -> list[Outcome]:
        """What it lists, outcomes of success first."""
        return [
            Outcome(outcome=listed.outcome, meaning=listed.meaning, passed=side == "success")
            for side, outcomes in (
                ("success", self.stated.success),
                ("failure", self.stated.failure),
            )
            for listed in outcomes
        ]


def gates() -> Mapping[str, Gate]:
    """Every gate of the framework in force, by its short name."""
    return framework().gates


def gate(name: str) -> DeclaredGate:
    """The gate of this name; `InvalidArgument` lists all where there is none."""
    found = gates().get(name.upper())
    if found is None:
        raise InvalidArgument(f"there is no gate {name!r}; gates are {', '.join(gates())}")
    return declared(framework(), name.upper())


def declared(stated: Framework, name: str) -> DeclaredGate:
    """A gate as a framework declares it."""
    return DeclaredGate(name, stated.gates[name], stated.rules[name])


def before(gate: str) -> tuple[str, ...]:
    """The gates that come before this one in a service's life."""
    names = tuple(gates())
    return names[: names.index(gate)] if gate in names else ()

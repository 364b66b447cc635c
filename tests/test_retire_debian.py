"""Retirement held against Debian's own tools: what breaks, and what is left behind.

A made-up installation is a catalog: packages that somebody asked for are services in operation, the
others are components, alternatives (`a | b`) are groups of which one is needed. Removing a package
takes those with it that can't be installed any more; `autoremove` then takes what nobody asked for
and nobody needs. The oracles say so from the definitions; apt says so itself where it is.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from itspm_graph.results.retiring import RetirementFound
from itspm_graph.session import Session


class World(NamedTuple):
    """An installation: of each package what it needs, each a set of alternatives."""

    needs: dict[str, list[list[str]]]
    wanted: set[str]
    """Packages that somebody asked for."""

    def document(self) -> str:
        services = [self._record(name) for name in self.needs if name in self.wanted]
        components = [self._record(name) for name in self.needs if name not in self.wanted]
        for service in services:
            service["lifecycle"] = "operate"
        records = {"services": services, "components": components}
        return json.dumps({"format": "itspm/v1", **records})

    def _record(self, name: str) -> dict[str, object]:
        depends: list[object] = []
        for number, clause in enumerate(self.needs[name]):
            if len(clause) == 1:
                depends.append(self.ref(clause[0]))
            for one in clause if len(clause) > 1 else ():
                kind, _, slug = self.ref(one).partition(":")
                depends.append({kind: slug, "group": f"g{number}", "at_least": 1})
        return {"id": name, "depends_on": depends}

    def ref(self, name: str) -> str:
        return f"{'service' if name in self.wanted else 'component'}:{name}"


def drawn(seed: int, size: int = 14) -> World:
    """Any world, cycles among it, in which each clause has alternatives that are all installed."""
    random = Random(seed)
    names = [f"p{number:02}" for number in range(size)]
    needs: dict[str, list[list[str]]] = {}
    for name in names:
        others = [other for other in names if other != name]
        clauses: list[list[str]] = []
        for _ in range(random.choice([0, 0, 1, 1, 2, 3])):
            clause = sorted(random.sample(others, random.choice([1, 1, 2, 3])))
            if clause not in clauses:
                clauses.append(clause)
        needs[name] = clauses
    return World(needs, set(random.sample(names, size // 4)))


# --- two oracles, and apt -----------------------------------------------------------------------

Removed = tuple[set[str], set[str]]
"""What can't be installed any more, and what nobody asked for and nobody needs then."""


def solved(world: World, gone: set[str]) -> Removed:
    """By definition: the largest part of the world in which every clause has somebody left."""
    left = set(world.needs) - gone
    while unmet := {
        name for name in left if any(left.isdisjoint(clause) for clause in world.needs[name])
    }:
        left -= unmet
    kept = world.wanted & left
    while (
        grown := {
            other
            for name in kept
            for clause in world.needs[name]
            for other in clause
            if other in left
        }
        - kept
    ):
        kept |= grown
    return set(world.needs) - left - gone, left - kept


def tried(world: World, gone: set[str]) -> set[str]:
    """By trial, for small worlds: who stands in no set of packages that is whole in itself."""
    left = sorted(set(world.needs) - gone)
    whole: set[str] = set()
    for size in range(len(left), 0, -1):
        for some in combinations(left, size):
            held = set(some)
            if all(not held.isdisjoint(clause) for name in some for clause in world.needs[name]):
                whole |= held
    return set(left) - whole


class Apt:
    """apt on a made-up machine: its own state, and nothing to download from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("state/lists/partial", "cache/archives/partial", "etc"):
            (folder / part).mkdir(parents=True, exist_ok=True)

    def removes(self, world: World, gone: set[str], *, auto: bool) -> set[str]:
        """What apt would remove together with these."""
        stanzas, states, machine = [], [], self._machine()
        for name, clauses in world.needs.items():
            depends = ", ".join(" | ".join(clause) for clause in clauses)
            needs = f"Depends: {depends}\n" if depends else ""
            stanzas.append(
                f"Package: {name}\nStatus: install ok installed\nPriority: optional\n"
                "Section: misc\nInstalled-Size: 1\nMaintainer: nobody\nArchitecture: all\n"
                f"Version: 1\n{needs}Description: {name}\n"
            )
            if name not in world.wanted:
                states.append(f"Package: {name}\nArchitecture: {machine}\nAuto-Installed: 1\n")
        (self.folder / "status").write_text("\n".join(stanzas))
        (self.folder / "state" / "extended_states").write_text("\n".join(states))
        options = [
            f"Dir::State={self.folder / 'state'}",
            f"Dir::State::status={self.folder / 'status'}",
            f"Dir::Cache={self.folder / 'cache'}",
            f"Dir::Etc={self.folder / 'etc'}",
            f"APT::Get::AutomaticRemove={str(auto).lower()}",
        ]
        stated = [part for option in options for part in ("-o", option)]
        told = self._told("apt-get", *stated, "-s", "remove", *sorted(gone))
        lines = [line.split() for line in told.splitlines()]
        return {words[1] for words in lines if words[:1] == ["Remv"]} - gone

    def _machine(self) -> str:
        return self._told("dpkg", "--print-architecture").strip()

    @staticmethod
    def _told(*command: str) -> str:
        plain = {"LC_ALL": "C", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=plain)
        return done.stdout

    def __call__(self, world: World, gone: set[str]) -> Removed:
        broken = self.removes(world, gone, auto=False)
        return broken, self.removes(world, gone, auto=True) - broken


def oracles(folder: Path) -> list[Callable[[World, set[str]], Removed]]:
    """The definition everywhere, and apt where it is."""
    return [solved, *([Apt(folder)] if shutil.which("apt-get") else [])]


# --- held against them --------------------------------------------------------------------------


def retired(world: World, gone: set[str]) -> RetirementFound:
    with Session.open("sqlite://") as session:
        session.apply(world.document())
        refs = [world.ref(name) for name in sorted(gone)]
        return session.retire(refs, on="2027-01-31", cycle_policy="running")


def names(refs: list[str]) -> set[str]:
    return {ref.partition(":")[2] for ref in refs}


@pytest.mark.parametrize("seed", range(12))
def test_the_definition_is_what_trial_finds(seed: int) -> None:
    world = drawn(seed, size=8)
    gone = set(Random(seed).sample(sorted(world.needs), 2))
    assert solved(world, gone)[0] == tried(world, gone)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_what_breaks_is_what_cannot_be_installed(seed: int, tmp_path: Path) -> None:
    world = drawn(seed)
    gone = set(Random(seed).sample(sorted(world.needs), Random(seed).choice([1, 1, 2])))
    broken = names([item.ref for item in retired(world, gone).broken])
    for oracle in oracles(tmp_path):
        assert broken == oracle(world, gone)[0], oracle


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_what_is_left_behind_is_what_autoremove_takes(seed: int, tmp_path: Path) -> None:
    """All that would break is retired too: then nothing else changes."""
    world = drawn(seed)
    first = set(Random(seed).sample(sorted(world.wanted), 1))
    gone = first | solved(world, first)[0]
    idle = solved(world, set())[1]
    found = retired(world, gone)
    assert found.broken == []
    orphans = names([item.ref for item in found.orphans])
    for oracle in oracles(tmp_path):
        broken, unneeded = oracle(world, gone)
        assert broken == set()
        assert orphans - idle == unneeded - idle, oracle

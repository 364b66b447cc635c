"""The dependency graph of Debian's packages, from the package index that apt has.

A package needs what its `Depends` and `Pre-Depends` name. Alternatives (`a | b`) are an any-of
group; a name that packages provide stands for any of them, itself among them where it is a package
too. A package that provides what it needs doesn't need it of others. Versions and architectures are
ignored. What nobody provides can't be needed: it is left out. The form is that of the Debian Policy
Manual, chapters 5 and 7.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bench.estates import Dependencies, Estate

FIELDS = ("Package", "Depends", "Pre-Depends", "Provides")
NAME = re.compile(r"[a-z0-9][a-z0-9+.-]+")


class NoPackages(Exception):
    """This machine has no package index."""


@dataclass(frozen=True)
class Package:
    """What the index says of a package: needs, each a set of alternatives, and other names."""

    name: str
    needs: tuple[tuple[str, ...], ...]
    provides: tuple[str, ...]


def debian() -> Estate:
    """The packages of this machine's index; `NoPackages` says what to do where there are none."""
    apt = shutil.which("apt-cache")
    if not apt:
        raise NoPackages("there is no apt on this machine")
    done = subprocess.run([apt, "dumpavail"], check=True, capture_output=True, text=True)
    packages = list(read_packages(done.stdout.splitlines()))
    if not any(package.needs for package in packages):
        raise NoPackages("apt has no package index here: run `apt-get update` first")
    return estate(packages)


def read_packages(lines: Iterable[str]) -> Iterator[Package]:
    """The paragraphs of a `Packages` file."""
    fields: dict[str, str] = {}
    current = ""
    for line in [*lines, ""]:
        if not line.strip():
            if "Package" in fields:
                yield _package(fields)
            fields = {}
        elif line[0] in " \t":
            if current in FIELDS:
                fields[current] += line
        else:
            current, _, value = line.partition(":")
            if current in FIELDS:
                fields[current] = value


def _package(fields: Mapping[str, str]) -> Package:
    stated = [fields.get("Pre-Depends", ""), fields.get("Depends", "")]
    clauses = [clause for text in stated for clause in text.split(",") if clause.strip()]
    needs = dict.fromkeys(tuple(_names(clause.split("|"))) for clause in clauses)
    provides = dict.fromkeys(_names(fields.get("Provides", "").split(",")))
    return Package(fields["Package"].strip(), tuple(needs), tuple(provides))


def _names(parts: Iterable[str]) -> Iterator[str]:
    """The bare names: `python3:any (>= 3.9) [amd64]` is `python3`."""
    for part in parts:
        found = NAME.match(part.strip())
        if found:
            yield found.group()


def estate(packages: Iterable[Package]) -> Estate:
    """The packages as elements; the hub is the one that most name directly."""
    stated = {package.name: package for package in packages}
    names = sorted(stated)
    place = {name: number for number, name in enumerate(names)}
    providers: dict[str, list[int]] = defaultdict(list)
    for name in names:
        for given in {name, *stated[name].provides}:
            providers[given].append(place[name])
    plain: list[tuple[int, int]] = []
    grouped: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for name in names:
        clauses = (
            frozenset(number for choice in need for number in providers.get(choice, ()))
            for need in stated[name].needs
        )
        several = 0
        for members in dict.fromkeys(clauses):
            if place[name] in members:
                continue
            if len(members) == 1:
                plain += [(place[name], member) for member in members]
            elif members:
                several += 1
                grouped[several] += [(place[name], member) for member in sorted(members)]
    found = Dependencies()
    for group, pairs in {0: plain, **grouped}.items():
        if pairs:
            ends = np.array(pairs)
            found.add(ends[:, 0], ends[:, 1], group=group)
    hub = Counter(provider for _, provider in plain).most_common(1)[0][0]
    return found.estate("debian", [f"component:{name}" for name in names], hub)

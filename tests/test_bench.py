"""The bench compares like with like: estates, Debian's index, peers, tables."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from bench.__main__ import arguments
from bench.contest import Answers, Effort, Figure, engine_figures, peer_figures, peer_tasks
from bench.debian import estate as packages_estate
from bench.debian import read_packages
from bench.engine import FAST, PLAIN, Engine
from bench.estates import GENERATORS, Estate, cyclic, deep, tiered
from bench.measurement import (
    Broken,
    Overtime,
    Timing,
    Unequal,
    apart,
    estimated,
    same,
    timed_sample,
)
from bench.peers import Peer
from bench.peers.with_neo4j import Neo4j
from bench.peers.with_networkx import Networkx
from bench.peers.with_rustworkx import Rustworkx
from bench.peers.with_scipy import Scipy
from bench.peers.with_sqlite import Sqlite
from bench.questions import Question, Sampled, Task
from bench.report import Described, Report
from bench.targets import judged
from itspm_graph.analysis.cycles import cycles
from itspm_graph.analysis.impact import impact
from itspm_graph.connections import reached
from itspm_graph.records import EDGES

SIZE = 300
ARRAYS = ("dependents", "providers", "groups", "needed")
ESTATES = pytest.mark.parametrize("make", GENERATORS.values(), ids=GENERATORS)
QUICKLY = Effort(budget=0.01)
INDEX = """\
Package: shell
Depends: libc (>= 2.34), editor | nano:any (>= 1) [amd64], mail-agent
Pre-Depends: base-files,
 libc
Description: Depends: is a word here too
 Depends: nothing

Package: libc
Depends: base-files (= 12), nowhere

Package: base-files
Depends: shell:any

Package: nano
Provides: editor (= 7), nano-like
Depends: libc, nano-like | emacs

Package: vim
Provides: editor
Depends: libc

Package: exim
Provides: mail-agent
Depends: vim | nowhere
"""


@ESTATES
def test_a_generator_is_deterministic_and_follows_its_seed(make: Callable[..., Estate]) -> None:
    first, again, other = make(SIZE), make(SIZE), make(SIZE, seed=1)
    for name in ARRAYS:
        assert np.array_equal(getattr(first, name), getattr(again, name))
    assert first.names == again.names
    assert not np.array_equal(first.providers, other.providers)


@ESTATES
def test_an_estate_has_the_promised_shape(make: Callable[[int], Estate]) -> None:
    estate = make(2_000)
    assert estate.size == 2_000
    assert len(set(estate.names)) == estate.size
    assert 4 <= len(estate.dependents) / estate.size <= 6
    assert 0.1 <= np.mean(estate.groups > 0) <= 0.2
    grouped = estate.groups > 0
    assert np.all(estate.needed[~grouped] == 1)
    owned = np.stack([estate.dependents, estate.groups, estate.needed])[:, grouped]
    _, sizes = np.unique(owned, axis=1, return_counts=True)
    _, owners = np.unique(owned[:2], axis=1, return_counts=True)
    assert len(sizes) == len(owners) == estate.group_count  # one threshold for each group
    assert np.all(np.unique(owned, axis=1)[2] <= sizes)
    resting = len(reached(estate.graph(), [estate.hub], "dependents").hops) - 1
    assert resting > 0.9 * estate.size


def test_only_the_cyclic_estate_has_circles_and_the_deep_one_is_deep() -> None:
    assert not tiered(2_000).circular
    assert not deep(2_000).circular
    circles = cycles(cyclic(2_000).graph())
    assert cyclic(2_000).circular
    assert len({len(circle) for circle in circles}) > 2
    ladder = deep(2_000)
    assert max(reached(ladder.graph(), [ladder.hub], "dependents").hops.values()) == 199


@ESTATES
def test_the_model_allows_what_an_estate_says(make: Callable[[int], Estate]) -> None:
    graph = make(SIZE).graph()
    for link in graph.links():
        edge = EDGES[link.label]
        assert issubclass(graph.declaration(link.source), edge.sources)
        assert issubclass(graph.declaration(link.target), edge.targets)
        edge.model_validate(dict(link.properties))
    for position in graph.positions():
        graph.declaration(position).model_validate(dict(graph.properties(position)))


def test_debian_packages_are_read_as_policy_says() -> None:
    packages = {package.name: package for package in read_packages(INDEX.splitlines())}
    assert list(packages) == ["shell", "libc", "base-files", "nano", "vim", "exim"]
    shell = packages["shell"].needs
    assert shell == (("base-files",), ("libc",), ("editor", "nano"), ("mail-agent",))
    assert packages["nano"].provides == ("editor", "nano-like")
    assert packages["vim"].needs == (("libc",),)


def test_debian_alternatives_and_virtual_packages_are_any_of_groups() -> None:
    estate = packages_estate(read_packages(INDEX.splitlines()))
    short = [name.partition(":")[2] for name in estate.names]
    columns = (estate.dependents, estate.providers, estate.groups, estate.needed)
    said = {
        (short[dependent], short[provider], group, needed)
        for dependent, provider, group, needed in zip(*(c.tolist() for c in columns), strict=True)
    }
    assert said == {
        ("shell", "base-files", 0, 1),
        ("shell", "libc", 0, 1),
        ("shell", "nano", 1, 1),  # editor | nano, and editor is nano or vim
        ("shell", "vim", 1, 1),
        ("shell", "exim", 0, 1),  # the one mail-agent
        ("libc", "base-files", 0, 1),  # nobody provides nowhere
        ("base-files", "shell", 0, 1),
        ("nano", "libc", 0, 1),  # it provides nano-like itself
        ("vim", "libc", 0, 1),
        ("exim", "vim", 0, 1),
    }
    assert short[estate.hub] == "libc"
    assert estate.circular
    graph = estate.graph()
    down = {graph.ref(item.position).slug for item in impact(graph, [short.index("nano")])}
    assert down == set()
    down = {graph.ref(item.position).slug for item in impact(graph, [short.index("vim")])}
    assert down == {"exim", "shell", "base-files", "libc", "nano"}


@pytest.mark.slow
@pytest.mark.parametrize("peer", [Scipy, Rustworkx, Networkx, Sqlite])
@ESTATES
def test_every_peer_agrees_with_the_engine(make: Callable[[int], Estate], peer: type[Peer]) -> None:
    estate, found = make(SIZE), answers_of(make)
    graph = estate.graph()
    contender = peer()
    contender.load(estate)
    for position in {0, SIZE // 2, SIZE - 5, estate.hub}:
        expected = reached(graph, [position], "dependents").hops.keys() - {position}
        assert set(map(int, contender.dependents(position))) == expected
    tasks = peer_tasks(contender, estate)
    for task in tasks:
        if isinstance(task, Task):
            assert task.answer is not None
            same(task.answer(task.run()), found[task.question])
        else:
            counts = [task.one(position) for position in range(SIZE)]
            same(np.array(counts), found[task.question])
    assert len(tasks) == (4 if peer is Networkx else 2)
    contender.close()


@cache
def answers_of(make: Callable[[int], Estate]) -> Answers:
    """The engine's answers, each given alike by both kernels."""
    engine, found = Engine(), Answers()
    engine.load(make(SIZE))
    for task in engine.analyses():
        assert task.answer is not None
        answer = task.answer(task.run())
        same(answer, found.setdefault(task.question, answer))
    return found


def test_a_wrong_answer_is_told_and_stops_the_bench() -> None:
    with pytest.raises(Unequal, match="1 of 3 differ, first at 1: 5, not 2"):
        same(np.array([1, 5, 3]), np.array([1, 2, 3]))
    with pytest.raises(Unequal, match="2 instead of 3"):
        same(np.array([1, 2]), np.array([1, 2, 3]))
    with pytest.raises(Unequal):
        timed_sample(lambda position: position % 2, 4, np.zeros(4, dtype=np.int64), 1.0)
    estate = deep(SIZE)
    wrong = {Question.REACH: np.arange(SIZE - 1) + 1}
    with pytest.raises(Unequal, match="scipy, reach on deep of 300"):
        list(peer_figures(Scipy(), estate, wrong, lambda _: True, QUICKLY))


def test_a_sample_that_prefers_large_answers_stays_unbiased() -> None:
    sizes = np.array([1] * 998 + [50, 10_000])
    costs = 2.0 + 0.5 * sizes
    chances = np.full(1_000, 0.5 / 1_000) + 0.5 * sizes / sizes.sum()
    drawn = np.random.default_rng(1).choice(1_000, 4_000, p=chances)
    total, error = estimated(costs[drawn], chances[drawn])
    assert error is not None
    assert error < 0.02
    assert total == pytest.approx(costs.sum(), rel=4 * error)
    assert estimated(costs[:1], np.array([1.0])) == (2.5, None)


def test_what_fits_the_budget_is_asked_whole() -> None:
    asked: list[int] = []

    def one(position: int) -> int:
        asked.append(position)
        return position

    timing = timed_sample(one, 50, np.arange(50), 1.0)
    assert timing.sample is None
    assert asked[-100:] == [*range(50)] * 2


def test_work_apart_tells_what_became_of_it() -> None:
    assert apart(lambda: 6 * 7) == 42
    with pytest.raises(Broken, match="ZeroDivisionError"):
        apart(lambda: 1 // 0)
    with pytest.raises(Unequal, match="no"):
        apart(lambda: same(np.array([1]), np.array([2])) or "no")
    with pytest.raises(Overtime):
        apart(lambda: time.sleep(60), 0.05)
    with pytest.raises(Broken, match="ended by itself"):
        apart(lambda: os._exit(3))


@pytest.mark.slow
def test_a_run_ends_in_tables_figures_and_a_picture(tmp_path: Path) -> None:
    figures = []
    for estate in (deep(100), deep(SIZE)):
        found = list(engine_figures(Engine(), estate, wanted, QUICKLY))
        answers = {figure.question: answer for figure, answer in found if answer is not None}
        figures += [figure for figure, _ in found]
        figures += peer_figures(Scipy(), estate, answers, wanted, QUICKLY)
    assert {(f.question, f.by) for f in figures} == {
        (Question.REACH, PLAIN),
        (Question.REACH, FAST),
        (Question.REACH, "scipy"),
        (Question.PROPERTY, PLAIN),
    }
    assert all(f.timing is not None and f.timing.seconds > 0 for f in figures)
    report = Report({"processor": "one"}, [Described.of(deep(SIZE))], figures, ["x: too large"])
    written = {path.name: path.read_text() for path in report.write(tmp_path)}
    assert set(written) == {"bench.md", "bench.json", "bench.svg"}
    assert "| deep | scipy | 300 |" in written["bench.md"]
    assert "Left out: x: too large" in written["bench.md"]
    assert written["bench.svg"].startswith("<?xml")


def wanted(task: Task | Sampled) -> bool:
    return task.question in (Question.REACH, Question.PROPERTY)


def test_targets_are_judged_by_ratio_and_by_time() -> None:
    def figure(question: Question, by: str, seconds: float, size: int = 100_000) -> Figure:
        return Figure(question, "tiered", size, by, Timing(seconds, seconds, 0.0, 1), 0, 0)

    figures = [
        figure(Question.REACH, FAST, 0.01),
        figure(Question.REACH, "scipy", 0.009),
        figure(Question.REACH, "networkx", 0.5),
        figure(Question.SIZES, FAST, 0.9),
        figure(Question.SIZES, PLAIN, 2.0, size=10_000),
    ]
    verdicts = [(str(one.target), one.measured, one.met) for one in judged(figures)]
    assert verdicts == [
        ("reach, itspm[fast]: no slower than scipy", "0.9 times", False),
        ("reach, itspm[fast]: 30 times faster than networkx", "50 times", True),
        ("blast-sizes, itspm[fast]: within 1 s", "0.9 s", True),
    ]


def test_only_known_words_choose(capsys: pytest.CaptureFixture[str]) -> None:
    choice = arguments(["--only", "deep,scipy,itspm[fast]"]).choice
    assert choice.estate("deep")
    assert not choice.estate("debian")
    assert choice.contender("scipy")
    assert not choice.contender("Neo4j")
    assert choice.task(Sampled(Question.SIZES, "scipy", len))
    with pytest.raises(SystemExit):
        arguments(["--only", "shallow"])
    assert "nothing is called shallow" in capsys.readouterr().err


@pytest.mark.slow
def test_neo4j_agrees_with_the_engine_and_prunes() -> None:
    estate, found = cyclic(SIZE), answers_of(cyclic)
    server = Neo4j()
    server.load(estate)
    try:
        assert server.memory()
        server.open()
        assert "Pruning" in server.plan(estate.hub)
        reach, sizes = peer_tasks(server, estate)
        assert isinstance(reach, Task)
        assert reach.answer is not None
        same(reach.answer(reach.run()), found[Question.REACH])
        assert isinstance(sizes, Sampled)
        same(np.array([sizes.one(p) for p in range(SIZE)]), found[Question.SIZES])
    finally:
        server.close()

"""Time and memory of one piece of work, in a process of its own.

A contender takes an estate in once; each question is then asked in a fork of that process, so that
no question profits from another, and its peak of memory is its own.
"""

from __future__ import annotations

import ctypes
import gc
import math
import multiprocessing
import resource
import signal
import statistics
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Integers = NDArray[np.int64]
FEW_RUNS, MOST_RUNS = 7, 101
LEAST_SAMPLE, MOST_SAMPLE = 20, 20_000
COLD = 10.0
PROCESSES = Path("/proc")
PR_SET_PDEATHSIG = 1


class Overtime(Exception):
    """It took longer than it may."""


class Broken(Exception):
    """The work failed in its process; the text is the traceback."""


class Unequal(Exception):
    """Two contenders answered one question differently."""


@dataclass(frozen=True)
class Timing:
    """Seconds of one question, warm: the median and the best of some runs.

    Where only a sample of elements was asked, they are those of all, estimated from the sample.
    """

    seconds: float
    fastest: float
    first: float
    """Seconds of the first, unmeasured run, in which kernels are compiled or loaded."""
    runs: int
    """How many after the first; with none of them the first is the figure."""
    sample: int | None = None
    """How many elements were asked, where not all were."""
    error: float | None = None
    """Standard error of the estimate as a share of it."""


def apart(work: Callable[[], T], limit: float | None = None) -> T:
    """What the work returns in a fork of this process; `Overtime` after so many seconds."""
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe(duplex=False)
    sys.stdout.flush()
    process = context.Process(target=_tell, args=(theirs, work))
    process.start()
    theirs.close()
    try:
        in_time = mine.poll(limit)
        succeeded, told = mine.recv() if in_time else (False, None)
    except EOFError:
        in_time, succeeded, told = (
            True,
            False,
            "the process ended by itself, perhaps for lack of memory",
        )
    finally:
        process.kill()  # it has ended, or it is to
        process.join()
        mine.close()
    if not in_time:
        raise Overtime(f"more than {limit:.0f} s")
    if isinstance(told, Unequal):
        raise told
    if not succeeded:
        raise Broken(told)
    return cast(T, told)


def _tell(connection: Connection, work: Callable[[], object]) -> None:
    _end_with_parent()
    try:
        told: tuple[bool, object] = True, work()
    except Unequal as error:
        told = False, error
    except BaseException:  # whatever it is, the one who waits has to hear of it
        told = False, traceback.format_exc()
    connection.send(told)
    connection.close()


def _end_with_parent() -> None:
    """Let the system end this process when the one that waits for it dies; Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def timed(run: Callable[[], T], budget: float, check: Callable[[T], None]) -> Timing:
    """Seconds of a run: once unmeasured, whose answer is checked, then a few times within a budget.

    A run that takes longer than the budget is measured once; where the first one took that many
    budgets that nothing cold in it matters, it is the measured one.
    """
    gc.collect()
    gc.freeze()
    first, answer = _clocked(run)
    check(answer)
    del answer
    if first > COLD * budget:
        return Timing(first, first, first, 0)
    times: list[float] = []
    while not _enough(times, budget):
        times.append(_clocked(run)[0])
    return Timing(statistics.median(times), min(times), first, len(times))


def _enough(times: Sequence[float], budget: float) -> bool:
    """Short runs are repeated for a while, since they are what the machine disturbs most."""
    if not times or sum(times) + min(times) > budget:
        return bool(times)
    return len(times) >= FEW_RUNS and (len(times) >= MOST_RUNS or sum(times) > budget / 6)


def timed_sample(one: Callable[[int], int], size: int, expected: Integers, budget: float) -> Timing:
    """Seconds for all elements one by one; from a random sample where all exceed the budget.

    They are asked twice: first unmeasured, when the answers are compared with the expected ones.
    Few elements have by far the largest answers, and cost as much. So half of a sample is drawn in
    proportion to the answers, and every cost is weighed by its chance to be drawn, which leaves the
    estimate unbiased (Hansen and Hurwitz 1943; a defensive mixture, Hesterberg 1995).
    """
    gc.collect()
    gc.freeze()
    chances = np.full(size, 1 / size)
    if expected.any():
        chances = chances / 2 + expected / expected.sum() / 2
    drawn: list[int] = np.random.default_rng(size).choice(size, MOST_SAMPLE, p=chances).tolist()
    cold = _asked(one, drawn, expected, budget)
    drawn = drawn[: len(cold)]
    if float((np.array(cold) / chances[drawn]).mean()) <= budget:
        everyone = list(range(size))
        first = sum(_asked(one, everyone, expected, math.inf))
        seconds = sum(_asked(one, everyone, expected, math.inf))
        return Timing(seconds, seconds, first, 1)
    costs = np.array([_clocked(partial(one, position))[0] for position in drawn])
    seconds, error = estimated(costs, chances[drawn])
    return Timing(seconds, seconds, sum(cold), 1, len(drawn), error)


def _asked(
    one: Callable[[int], int], positions: Sequence[int], expected: Integers, budget: float
) -> list[float]:
    """Seconds of each answer, compared with what is expected, until the budget is spent."""
    costs, counts, spent = [], [], 0.0
    for position in positions:
        cost, count = _clocked(partial(one, position))
        costs.append(cost)
        counts.append(count)
        spent += cost
        if spent > budget and (len(costs) >= LEAST_SAMPLE or spent > 5 * budget):
            break
    same(np.array(counts, dtype=np.int64), expected[positions[: len(counts)]])
    return costs


def estimated(
    costs: NDArray[np.float64], chances: NDArray[np.float64]
) -> tuple[float, float | None]:
    """The cost of all by those of a sample and the chances of its elements; its standard error."""
    totals = costs / chances
    mean = float(totals.mean())
    if len(totals) < 2:
        return mean, None
    return mean, float(totals.std(ddof=1)) / math.sqrt(len(totals)) / mean


def same(found: Integers, expected: Integers) -> None:
    """Nothing where the answers are equal; else `Unequal` says where they differ first."""
    if len(found) != len(expected):
        raise Unequal(f"{len(found)} instead of {len(expected)}")
    differ = np.flatnonzero(found != expected)
    if len(differ):
        at = int(differ[0])
        raise Unequal(
            f"{len(differ)} of {len(found)} differ, first at {at}: {found[at]}, not {expected[at]}"
        )


def _clocked(run: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    answer = run()
    return time.perf_counter() - began, answer


def resident(process: int | str = "self") -> int | None:
    """Bytes of memory that a process holds; None where the system doesn't say."""
    return _status(process, "VmRSS")


def give_back() -> None:
    """Return to the system what was freed: else it would hide what is taken next."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only the GNU library has it
        if trim is not None:
            trim(0)


def forget_peak() -> None:
    """Let `peak` begin anew, where the system can do that."""
    reset = PROCESSES / "self" / "clear_refs"
    if reset.exists():
        reset.write_text("5")


def peak() -> int:
    """The most bytes of memory that this process held since `forget_peak`, or its start."""
    most = _status("self", "VmHWM")
    if most is not None:
        return most
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _status(process: int | str, wanted: str) -> int | None:
    try:
        lines = (PROCESSES / str(process) / "status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(wanted)), None)


def descendants(process: int) -> Sequence[int]:
    """Processes that a process started, and those that they started; none where it is not said."""
    parents: dict[int, int] = {}
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            stated = (folder / "stat").read_text()
        except OSError:
            continue  # it has just ended
        parents[int(folder.name)] = int(stated.rpartition(")")[2].split()[1])
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]

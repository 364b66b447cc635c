"""Commands that follow dependencies: who is connected, what fails with what."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from itspm_graph.cli.app import AsOf, Json, ReferenceArgument, answer, app, session


class CyclePolicy(StrEnum):
    conservative = "conservative"
    running = "running"


class Direction(StrEnum):
    dependents = "dependents"
    providers = "providers"


class Method(StrEnum):
    auto = "auto"
    exact = "exact"
    simulated = "simulated"


class Loss(StrEnum):
    down = "down"
    below_mbco = "below-mbco"


SECONDS = 60.0
SAMPLES = 1_000_000
BasicOption = Annotated[
    str,
    typer.Option(
        metavar="TYPE,…",
        help="Types whose elements may fail by themselves; by default all but services, "
        "offerings, activities, customers and requirement groups.",
    ),
]
LossOption = Annotated[
    Loss,
    typer.Option(
        help="What counts as lost: down; or below-mbco, which is down or up with less than the "
        "minimum business continuity objective."
    ),
]
CyclePolicyOption = Annotated[
    CyclePolicy,
    typer.Option(help="Whether a cycle that lost its outside support goes down or runs on."),
]
SecondsOption = Annotated[
    float, typer.Option(min=0.1, help="Time after which an exact answer is given up.")
]


@app.command()
def reach(
    context: typer.Context,
    ref: ReferenceArgument,
    direction: Annotated[Direction, typer.Option(help="Which way.")] = Direction.dependents,
    depth: Annotated[int | None, typer.Option(min=0, help="Hops; by default all.")] = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Who is connected, redundancy ignored."""
    from itspm_graph import terminal

    found = session(context).reach(ref, direction=direction.value, depth=depth, as_of=as_of)
    answer(found, json_, terminal.reach)


@app.command()
def paths(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="FROM", help="The dependent.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="The provider.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Paths at most.")] = 10,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """The ways along which one needs the other, shortest first."""
    from itspm_graph import terminal

    found = session(context).paths(start, end, limit=limit, as_of=as_of)
    answer(found, json_, terminal.paths)


@app.command()
def impact(
    context: typer.Context,
    refs: Annotated[list[str], typer.Argument(metavar="REF", help="What fails.")],
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What goes down when these fail, redundancy respected, and why."""
    from itspm_graph import terminal

    found = session(context).impact(refs, cycle_policy=cycle_policy.value, as_of=as_of)
    answer(found, json_, terminal.impact)


@app.command()
def spofs(
    context: typer.Context,
    refs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REF]", help="Elements asked about; by default every service."),
    ] = None,
    basic: BasicOption = "",
    loss: LossOption = Loss.down,
    limit: Annotated[int, typer.Option(min=1, help="Rows of each list at most.")] = 20,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Single points of failure: what takes services down when it alone fails, worst first."""
    from itspm_graph.terminal import failure

    found = session(context).single_points(
        refs or [], basic=types(basic), loss=loss.value, limit=limit,
        cycle_policy=cycle_policy.value, as_of=as_of,
    )  # fmt: skip
    answer(found, json_, failure.single_points)


@app.command()
def cuts(
    context: typer.Context,
    ref: ReferenceArgument,
    max_order: Annotated[
        int | None, typer.Option(min=1, help="Largest set looked for; by default 2.")
    ] = None,
    count: Annotated[
        bool, typer.Option("--count", help="Count those of every size; list none.")
    ] = False,
    basic: BasicOption = "",
    loss: LossOption = Loss.down,
    limit: Annotated[int, typer.Option(min=1, help="Sets listed at most.")] = 1_000,
    seconds: SecondsOption = SECONDS,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Minimal cut sets: which failures together take it down, most probable first."""
    from itspm_graph.terminal import failure

    found = session(context).cuts(
        ref, max_order=max_order, count=count, basic=types(basic), loss=loss.value, limit=limit,
        seconds=seconds, cycle_policy=cycle_policy.value, as_of=as_of,
    )  # fmt: skip
    answer(found, json_, failure.cuts)


@app.command()
def availability(
    context: typer.Context,
    ref: ReferenceArgument,
    loss: LossOption = Loss.down,
    method: Annotated[
        Method, typer.Option(help="auto: exact, or simulated where exact is out of reach.")
    ] = Method.auto,
    samples: Annotated[int, typer.Option(min=1, help="Samples of a simulation.")] = SAMPLES,
    seed: Annotated[int, typer.Option(min=0, help="Seed of a simulation.")] = 1,
    limit: Annotated[int, typer.Option(min=0, help="Elements ranked by importance.")] = 10,
    seconds: SecondsOption = SECONDS,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """How probable it is that it is up, what that rests on, and whether promises are met."""
    from itspm_graph.terminal import failure

    found = session(context).availability(
        ref, loss=loss.value, method=method.value, samples=samples, seed=seed, limit=limit,
        seconds=seconds, cycle_policy=cycle_policy.value, as_of=as_of,
    )  # fmt: skip
    answer(found, json_, failure.availability)


@app.command("common-causes")
def common_causes(
    context: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(metavar="[REF]", help="Only groups on which this rests; by default all."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Groups listed at most.")] = 100,
    cycle_policy: CyclePolicyOption = CyclePolicy.conservative,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """Redundancy that is none: groups that one failure outside them takes down as a whole."""
    from itspm_graph.terminal import failure

    found = session(context).common_causes(
        ref, limit=limit, cycle_policy=cycle_policy.value, as_of=as_of
    )
    answer(found, json_, failure.common_causes)


def types(text: str) -> list[str]:
    """The words of a list with commas."""
    return [word.strip() for word in text.split(",") if word.strip()]

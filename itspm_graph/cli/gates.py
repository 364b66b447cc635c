"""Commands about toll gates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from itspm_graph.cli.app import (
    NOT_READY,
    AsOf,
    Author,
    Expected,
    GateArgument,
    Json,
    On,
    Reason,
    ReferenceArgument,
    answer,
    app,
    session,
)

gate_app = typer.Typer(
    no_args_is_help=True,
    help="Toll gates: check a service, submit it, decide on it, tell what was decided.",
)
app.add_typer(gate_app, name="gate")

By = Annotated[list[str], typer.Option(metavar="REF", help="Who decides; may be repeated.")]


@gate_app.command("list")
def gate_list(context: typer.Context, json_: Json = False) -> None:
    """The toll gates with their inputs and outcomes."""
    from itspm_graph.terminal import gates as shown

    shown.gates(session(context, create=True).gate_list(), json_)


@gate_app.command("check")
def gate_check(
    context: typer.Context,
    gate: GateArgument,
    ref: ReferenceArgument,
    on: On = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """The machine's verdict on a service before a gate, with its evidence.

    Exit code 0: READY; 3: any other verdict, READY_WITH_WARNINGS too; 1: bad input; 4: no store.
    """
    from itspm_graph.terminal import gates as shown

    found = session(context).gate_check(gate, ref, on=on, as_of=as_of)
    answer(found, json_, shown.gate_check)
    if found.verdict != "READY":
        raise typer.Exit(NOT_READY)


@gate_app.command("submit")
def gate_submit(
    context: typer.Context,
    gate: GateArgument,
    ref: ReferenceArgument,
    document: Annotated[
        list[str] | None,
        typer.Option(metavar="TYPE=FILE", help="A document that comes with it; may be repeated."),
    ] = None,
    author: Author = None,
    reason: Reason = None,
    expected: Expected = None,
    json_: Json = False,
) -> None:
    """Put a submission on record: documents, the machine's verdict, and its frozen evidence.

    Exit code 0: submitted, and READY; 3: submitted, with any other verdict; 1: not submitted.
    """
    from itspm_graph.terminal import gates as shown

    made = session(context).gate_submit_files(
        gate, ref, [_document(text) for text in document or []], author=author, reason=reason,
        expected=expected,
    )  # fmt: skip
    answer(made, json_, shown.submitted)
    if made.verdict != "READY":
        raise typer.Exit(NOT_READY)


def _document(text: str) -> tuple[str, Path]:
    from itspm_graph.errors import InvalidArgument

    name, equals, path = text.partition("=")
    if not (name and equals and path):
        raise InvalidArgument(
            f"{text!r} is no document: write TYPE=FILE, as service-roadmap=r.yaml"
        )
    return name, Path(path)


@gate_app.command("decide")
def gate_decide(
    context: typer.Context,
    gate: GateArgument,
    ref: ReferenceArgument,
    outcome: Annotated[
        str,
        typer.Argument(
            metavar="OUTCOME", help="One that the gate lists; several that combine by commas."
        ),
    ],
    by: By,
    reason: Annotated[str, typer.Option(help="Why.")],
    waive: Annotated[
        list[str] | None,
        typer.Option(metavar="CRITERION:REASON:UNTIL", help="Set a criterion aside."),
    ] = None,
    resubmit: Annotated[
        str | None,
        typer.Option(metavar="GATE", help="Where it has to come again; by default as by policy."),
    ] = None,
    tg2_required: Annotated[
        bool | None,
        typer.Option(
            "--tg2-required/--tg2-not-required",
            help="At TG1: whether TG2 is needed; by default as the strategy proposes.",
        ),
    ] = None,
    author: Author = None,
    expected: Expected = None,
    json_: Json = False,
) -> None:
    """Put a decision on record, on the submission that waits, and what follows from it.

    Where no submission waits at the gate, one is made in the same write.
    """
    from itspm_graph.terminal import gates as shown

    decided = session(context).gate_decide(
        gate, ref, outcome, by=by, reason=reason, waive=waive or [], resubmit=resubmit,
        tg2_required=tg2_required, author=author, expected=expected,
    )  # fmt: skip
    answer(decided, json_, shown.decided)


@gate_app.command("waive")
def gate_waive(
    context: typer.Context,
    gate: GateArgument,
    ref: ReferenceArgument,
    by: By,
    reason: Annotated[str, typer.Option(help="Why.")],
    author: Author = None,
    expected: Expected = None,
    json_: Json = False,
) -> None:
    """Put on record that a service need not pass the optional gate, TG2, and why."""
    from itspm_graph.terminal import gates as shown

    made = session(context).gate_waive(
        gate, ref, by=by, reason=reason, author=author, expected=expected
    )
    answer(made, json_, shown.exempted)


@gate_app.command("history")
def gate_history(
    context: typer.Context, ref: ReferenceArgument, as_of: AsOf = None, json_: Json = False
) -> None:
    """Everything that was ever submitted and decided for a service, and where it stands."""
    from itspm_graph.terminal import gates as shown

    answer(session(context).gate_history(ref, as_of=as_of), json_, shown.history)


@gate_app.command("compare")
def gate_compare(
    context: typer.Context,
    submission: Annotated[
        str, typer.Argument(metavar="SUBMISSION", help="A submission, gate-submission:slug.")
    ],
    on: On = None,
    as_of: AsOf = None,
    json_: Json = False,
) -> None:
    """What changed since a submission, and whether its evidence comes out again.

    Exit code 0: the evidence on record comes out again on its revision; 3: it doesn't, or it was
    imported and there is none; 1: bad input; 4: no store.
    """
    from itspm_graph.terminal import gates as shown

    found = session(context).gate_compare(submission, on=on, as_of=as_of)
    answer(found, json_, shown.comparison)
    if not found.reproduced:
        raise typer.Exit(NOT_READY)


@app.command()
def framework(
    context: typer.Context,
    check: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Show it with this file, or folder, laid over it."),
    ] = None,
    json_: Json = False,
) -> None:
    """The method as data: processes, phases, roles, forums, gates, and the policy in force.

    ITSPM_FRAMEWORK names a file, or a folder of files, of your own: laid over ours by key. --check
    reads such a file without putting it in force.
    """
    from itspm_graph.session.framing import in_force, with_own
    from itspm_graph.terminal import gates as shown

    del context
    answer(with_own(check) if check else in_force(), json_, shown.framework)

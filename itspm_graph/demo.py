"""The demo: a fresh store with the demo estate, a short tour in the terminal, then the server."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rich.markup import escape

from itspm_graph import terminal
from itspm_graph.content import content
from itspm_graph.errors import StoreUnavailable
from itspm_graph.session import Session

FAILS = "site:fra-2"
LEAVES = ("service:fax-gateway", "service:legacy-edi")


def run(url: str | None, host: str, port: int, *, serve: bool) -> None:
    """Load the estate, show the tour, and serve it until interrupted."""
    with tempfile.TemporaryDirectory(prefix="itspm-demo-") as folder:
        url = url or f"sqlite:///{Path(folder) / 'demo.db'}"
        with Session.open(url) as session:
            if session.store.head():
                raise StoreUnavailable(f"{url} isn't empty: the demo wants a fresh store")
            session.import_files([content("seed") / "demo"], author="demo", reason="the demo")
            tour(session)
            if serve:
                from api.app import run as run_server

                run_server(session, host, port)


def tour(session: Session) -> None:
    """The catalog in numbers, one impact question with its "why", one verdict at TG6."""
    out = terminal.console()
    graph = session.graph()
    out.print("\n[bold]The catalog in numbers[/]")
    counted: dict[str, int] = {}
    for position in graph.positions():
        counted[graph.label(position)] = counted.get(graph.label(position), 0) + 1
    largest = sorted(counted.items(), key=lambda item: -item[1])[:12]
    out.print(", ".join(f"{number} {escape(kind)}" for kind, number in largest))
    edges = sum(len(graph.table(label).sources) for label in graph.edge_labels)
    out.print(f"{len(graph.positions())} records, {edges} relationships")

    out.print(f"\n[bold]$ itspm impact {FAILS}[/]")
    terminal.impact(session.impact([FAILS]))

    for service in LEAVES:
        out.print(f"\n[bold]$ itspm gate check TG6 {service}[/]")
        terminal.gate_check(session.gate_check("TG6", service))
    out.print()

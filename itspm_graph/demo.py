"""The demo: a fresh store with the demo estate, a short tour in the terminal, then the server."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from itspm_graph import terminal
from itspm_graph.content import content
from itspm_graph.errors import StoreUnavailable
from itspm_graph.reports import page
from itspm_graph.session import Session
from itspm_graph.terminal import (
    alignment,
    clearance,
    concentration,
    costs,
    disruption,
    exercises,
    failure,
    gates,
    mitigation,
    overseeing,
    register,
    retirable,
    retiring,
    simulation,
    stress,
)

FAILS = "component:gps-clock"
PROMISED = "service:customs-declaration"
HELD, BURNS = "service:dispatch-board", "site:antwerp-dc"
HAPPENS = "scenario:databases-encrypted"
STRUCK = "scenario:antenna-struck"
CONTINUITY = "service_continuity"
PLANNED = content("seed") / "plans" / "warehouse-in-venlo.yaml"
LEAVES = "service:edi-classic"
READY = "service:fax-gateway"
WITHDRAWN = "service:tracking-widget"
REFUSED = "service:robotics-control"
COSTLY, BOOKED = "service:customer-portal", "2026"
SHOWN = ("Service", "Component", "VendorProduct", "Vendor", "Customer", "Contract", "Site", "Team")


def run(url: str | None, host: str, port: int, *, serve: bool) -> None:
    """Load the estate, show the tour, and serve it until interrupted."""
    # Leave in order when told to end, so that the temporary folder goes too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="itspm-demo-") as folder:
        kept = url is not None
        url = url or f"sqlite:///{Path(folder) / 'demo.db'}"
        with Session.open(url) as session:
            if session.store.head():
                raise StoreUnavailable(f"{url} isn't empty: the demo wants a fresh store")
            session.import_files([content("seed") / "demo"], author="demo", reason="the demo")
            tour(session)
            if serve or kept:
                terminal.console().print(f"To try these yourself: export ITSPM_STORE={url}\n")
            else:
                print("To keep the estate: itspm --store sqlite:///demo.db demo --tour-only\n")
            if serve:
                from api.app import run as run_server

                run_server(session, host, port)


def tour(session: Session) -> None:
    """The catalog in numbers, then what fails, what costs, and where services stand at gates."""
    out = terminal.console()
    out.print("\n[bold]Merivaart, a logistics group that doesn't exist, in numbers[/]")
    held = session.info()
    out.print(", ".join(f"{held.counts[kind]} {kind}" for kind in SHOWN))
    out.print(f"in all {held.nodes} records and {held.relationships} relationships")

    out.print("\nTwo time servers back each other up. What if the one GPS clock fails?")
    out.print(f"[bold]$ itspm impact {FAILS}[/]")
    terminal.impact(session.impact([FAILS]))

    out.print("\nWhat takes most down when it alone fails?")
    out.print("[bold]$ itspm spofs --limit 5[/]")
    failure.single_points(session.single_points(limit=5))

    out.print("\nIs what was promised for customs ever reached, and what stands in its way?")
    out.print(f"[bold]$ itspm availability {PROMISED} --limit 5[/]")
    failure.availability(session.availability(PROMISED, limit=5))

    out.print("\nOne of two data centres burns. Does dispatch go on?")
    out.print(f"[bold]$ itspm explain {HELD} --failed {BURNS}[/]")
    disruption.explanation(session.explain(HELD, [BURNS]))

    _continue(session, out)
    _govern(session, out)


def _continue(session: Session, out: Console) -> None:
    out.print("\nWhose objective can't be kept even if everybody keeps theirs?")
    out.print("[bold]$ itspm alignment[/]")
    alignment.alignment(session.alignment())

    out.print("\nWhat does a ransomware attack cost, and when is everything back?")
    out.print(f"[bold]$ itspm simulate --scenario {HAPPENS}[/]")
    simulation.simulation(session.simulate(scenario=HAPPENS))

    out.print(
        "\nLightning strikes the satellite clock. Who brings everything back, and until when?"
    )
    out.print(f"[bold]$ itspm simulate --scenario {STRUCK}[/]")
    simulation.simulation(session.simulate(scenario=STRUCK))

    out.print("\nWhich loss of a site, a vendor or a product does the most harm?")
    out.print("[bold]$ itspm stress --limit 8[/]")
    stress.stress(session.stress(limit=8))

    out.print("\nWould a third engine in Venlo help?")
    out.print(f"[bold]$ itspm mitigate seed/plans/{PLANNED.name}[/]")
    mitigation.mitigation(session.mitigate(PLANNED))

    out.print("\nWhich plans were tried, and does that still say anything?")
    out.print("[bold]$ itspm exercises[/]")
    exercises.exercises(session.exercises())

    out.print("\nWhat else does the process ask?")
    out.print(f"[bold]$ itspm process {CONTINUITY} --limit 1[/]")
    overseeing.process(session.process(CONTINUITY, limit=1))

    out.print("\nHow much hangs on few vendors?")
    out.print("[bold]$ itspm concentration[/]")
    concentration.concentration(session.concentration())

    out.print("\nAnd what does the register of information lack?")
    with tempfile.TemporaryDirectory(prefix="itspm-register-") as folder:
        out.print(f"[bold]$ itspm register --out {folder}[/]")
        found = session.register()
        for each in found.templates:
            page.write(Path(folder) / f"{each.template.lower()}.csv", each.csv.encode())
        register.register(found)
        written = ", ".join(sorted(file.name for file in Path(folder).iterdir()))
        out.print(f"[dim]written, and removed again: {written}[/]")


def _govern(session: Session, out: Console) -> None:
    out.print("\nWhich services have let a date pass?")
    out.print("[bold]$ itspm portfolio --overdue[/]")
    overseeing.portfolio(session.portfolio(overdue=True))

    out.print("\nWho decided what on the robots, and why?")
    out.print(f"[bold]$ itspm gate history {REFUSED}[/]")
    gates.history(session.gate_history(REFUSED))

    out.print("\nWhat does the portal cost, with its share of what it runs on?")
    out.print(f"[bold]$ itspm cost {COSTLY} --period {BOOKED}[/]")
    costs.costs(session.cost(COSTLY, period=BOOKED))

    out.print("\nThe old EDI service is to be switched off on 31 March. May it be?")
    out.print(f"[bold]$ itspm gate check TG6 {LEAVES}[/]")
    gates.gate_check(session.gate_check("TG6", LEAVES))
    out.print("\nWho would still need it then, and where does everybody go?")
    out.print(f"[bold]$ itspm retire {LEAVES}[/]")
    retiring.retirement(session.retire([LEAVES]))
    out.print("\nWhat else could be retired, and what stands in the way?")
    out.print("[bold]$ itspm retirable --limit 2[/]")
    retirable.retirable(session.retirable(limit=2))
    out.print("\nThe widget was taken from the catalog in September. Does anything use it yet?")
    out.print(f"[bold]$ itspm check retire {WITHDRAWN}[/]")
    clearance.clearance(session.check_retire([WITHDRAWN]))
    out.print(f"\n[dim]Beside it stands one that is ready: itspm gate check TG6 {READY}[/]\n")

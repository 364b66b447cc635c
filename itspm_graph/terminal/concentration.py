"""How concentration on third parties looks in a terminal."""

from __future__ import annotations

from itspm_graph.results.concentration import Concentration, ProviderExposure
from itspm_graph.terminal import _counted, _show, _table, console, escape, share

MOST = 25


def concentration(found: Concentration) -> None:
    """Third parties by what hangs on them, then how few they are."""
    out = console()
    table = _table(
        "third party", "with", "critical", "tier 1", "share", "exposed", "substitutable",
        "alternatives", "exit plans",
    )  # fmt: skip
    for item in found.providers[:MOST]:
        over = item.share > found.share_most
        table.add_row(
            f"{item.ref} {escape(item.name)}",
            _counted(len(item.members) + len(item.works_for) - 1, "other"),
            _critical(item),
            str(item.first_tier),
            f"[red]{share(item.share)}[/]" if over else share(item.share),
            str(len(item.exposed)),
            (item.substitutability or "not assessed").replace("_", " "),
            ", ".join(item.alternatives) or "none named",
            _plans(item),
        )
    _show(table)
    if len(found.providers) > MOST:
        out.print(f"  … and {len(found.providers) - MOST} more")
    if found.index is not None and found.largest is not None and found.three_largest is not None:
        high = found.index > found.index_most
        index = f"[red]{found.index:.2f}[/]" if high else f"{found.index:.2f}"
        out.print(
            f"Herfindahl-Hirschman index {index} (policy: at most {found.index_most:g}); the "
            f"largest carries {share(found.largest)}, the three largest "
            f"{share(found.three_largest)} of what hangs critically on anybody"
        )
    if found.weightless:
        out.print(f"[yellow]not weighed:[/] {', '.join(found.weightless[:MOST])}")
    out.print(
        f"[dim]{_counted(found.services, 'service')} in use, weighed by {found.weigh}; "
        f"revision {found.revision}[/]"
    )


def _critical(item: ProviderExposure) -> str:
    more = f" + {len(item.critical_by_chain)} by those it works for"
    return f"{len(item.critical)}{more if item.critical_by_chain else ''}"


def _plans(item: ProviderExposure) -> str:
    if not item.contracts:
        return "no contract"
    have = item.contracts - len(item.without_exit_plan)
    tested = f", tried {item.exit_plan_tested_on}" if item.exit_plan_tested_on else ""
    return f"{have} of {_counted(item.contracts, 'contract')}{tested}"

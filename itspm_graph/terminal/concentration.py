"""How concentration on third parties looks in a terminal."""

from __future__ import annotations

from itspm_graph.results.concentration import Concentration, ProviderExposure
from itspm_graph.terminal import _counted, console, escape, more, named, share
from itspm_graph.terminal.fitting import Column, Fitted, say

MOST = 25


def concentration(found: Concentration) -> None:
    """Third parties by what hangs on them, then how few they are."""
    out = console()
    table = Fitted(
        Column("third party", drop=3, twin=True),
        Column("name", least=14),
        Column("with", drop=2),
        Column("critical", right=True),
        Column("tier 1", right=True),
        Column("share", right=True),
        Column("exposed", right=True),
        Column("substitutable", short="replaced", least=10),
        Column("alternatives", least=18, drop=1),
        Column("exit plans", least=11),
    )
    for item in found.providers[:MOST]:
        over = item.share > found.share_most
        table.add(
            item.ref,
            escape(item.name),
            _counted(len(item.members) + len(item.works_for) - 1, "other"),
            _critical(item),
            str(item.first_tier),
            f"[red]{share(item.share)}[/]" if over else share(item.share),
            str(len(item.exposed)),
            (item.substitutability or "not assessed").replace("_", " "),
            ", ".join(item.alternatives) or "none named",
            _plans(item),
        )
    table.show(out)
    more(out, found.providers, MOST, "--json lists all")
    if found.index is not None and found.largest is not None and found.three_largest is not None:
        high = found.index > found.index_most
        index = f"[red]{found.index:.2f}[/]" if high else f"{found.index:.2f}"
        say(
            out,
            f"Herfindahl-Hirschman index {index} (policy: at most {found.index_most:g}); the "
            f"largest carries {share(found.largest)}, the three largest "
            f"{share(found.three_largest)} of what hangs critically on anybody",
        )
    if found.weightless:
        say(out, f"[yellow]not weighed:[/] {named(found.weightless, MOST)}")
    say(
        out,
        f"[dim]{_counted(found.services, 'service')} in use, weighed by {found.weigh}; "
        f"revision {found.revision}[/]",
    )


def _critical(item: ProviderExposure) -> str | tuple[str, str]:
    alone, chain = str(len(item.critical)), len(item.critical_by_chain)
    if not chain:
        return alone
    return f"{alone} + {chain} by those it works for", f"{alone} +{chain}"


def _plans(item: ProviderExposure) -> str | tuple[str, str]:
    if not item.contracts:
        return "no contract"
    have = item.contracts - len(item.without_exit_plan)
    tested = f", tried {item.exit_plan_tested_on}" if item.exit_plan_tested_on else ""
    return (
        f"{have} of {_counted(item.contracts, 'contract')}{tested}",
        f"{have} of {item.contracts}{tested}",
    )

"""The register of information of Regulation (EU) 2022/2554, Art. 28(3), out of the graph.

Templates after Implementing Regulation (EU) 2024/2956, those that a graph of contracts, vendors and
functions can fill: each column says where its value comes from, and when one has to be there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from itspm_graph.connections import distances
from itspm_graph.errors import InvalidArgument
from itspm_graph.graph import Graph
from itspm_graph.objectives import objectives
from itspm_graph.promises import IN_FORCE
from itspm_graph.results.register import Register, RegisterColumn, RegisterGap, RegisterTemplate

Row = Mapping[str, Any]
"""Values by column, and under `about` the record that the row is about."""


def always(row: Row) -> bool:
    """A value has to be there."""
    return bool(row)


class Column(NamedTuple):
    """A column: its name, the field that fills it, and whether a row has to."""

    name: str
    field: str
    asked: Callable[[Row], bool] = always


def where(name: str, *values: object) -> Callable[[Row], bool]:
    """A value has to be there where another column has one of these."""
    return lambda row: row.get(name) in values


def never(row: Row) -> bool:
    """A value may be there."""
    return not row


@dataclass(frozen=True)
class Template:
    """A table: its code, what it lists, its columns and its rows."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Reading], Iterator[Row]]


class Reading:
    """What the graph says of contracts with vendors."""

    def __init__(self, graph: Graph, lei: str | None) -> None:
        self.graph = graph
        self.lei = lei

    @cached_property
    def contracts(self) -> list[tuple[int, int]]:
        """Contracts in force, each with a vendor that has to deliver under it."""
        graph = self.graph
        found = [
            (link.source, link.target)
            for link in graph.links("PROVIDER_PARTY")
            if graph.label(link.target) == "Vendor"
            and graph.properties(link.source).get("status") in (*IN_FORCE, "ended")
        ]
        return sorted(found, key=lambda pair: (self.number(pair[0]), graph.ref(pair[1])))

    def said(self, position: int) -> Mapping[str, Any]:
        return self.graph.properties(position)

    def number(self, contract: int) -> str:
        """The number of a contract in the contract register, else its reference."""
        return str(self.said(contract).get("reference") or self.graph.ref(contract))

    def identifier(self, vendor: int) -> str:
        """The LEI of a vendor, else its reference."""
        return str(self.said(vendor).get("lei") or self.graph.ref(vendor))

    def overarching(self, contract: int) -> int | None:
        links = self.graph.links_from(contract, "PART_OF")
        return next((k.target for k in links if self.graph.label(k.target) == "Contract"), None)

    def assessment(self, contract: int) -> Mapping[str, Any]:
        """The newest assessment of a contract."""
        found = self._assessments(contract)
        return self.said(found[-1]) if found else {}

    def _assessments(self, contract: int) -> list[int]:
        links = self.graph.links_to(contract, "ASSESSMENT_OF")
        return sorted(
            (link.source for link in links),
            key=lambda p: (self.said(p).get("assessed_on") or "", self.graph.ref(p)),
        )

    def alternatives(self, contract: int) -> list[int]:
        return [
            link.target
            for assessment in self._assessments(contract)[-1:]
            for link in self.graph.links_from(assessment, "HAS_ALTERNATIVE")
        ]

    def top(self, vendor: int) -> int:
        """The company at the top."""
        while links := self.graph.links_from(vendor, "SUBSIDIARY_OF"):
            vendor = links[0].target
        return vendor

    def functions(self, contract: int) -> list[int]:
        """Business activities that need anything that a contract covers."""
        covered = [link.target for link in self.graph.links_from(contract, "COVERS")]
        if not covered:
            return []
        hops = distances(self.graph, covered, "dependents").hops
        activities = np.array(self.graph.positions("BusinessActivity"), dtype=np.int64)
        found: list[int] = activities[hops[activities] > 0].tolist() if len(activities) else []
        return sorted(found, key=self.graph.ref)

    def analysis(self, activity: int) -> Mapping[str, Any]:
        links = self.graph.links_from(activity, "HAS_BIA")
        return self.said(links[0].target) if links else {}


def register(graph: Graph, lei: str | None, wanted: Sequence[str]) -> Register:
    """The tables asked for, or all of them. `InvalidArgument` names those that there are."""
    codes = {template.code: template for template in TEMPLATES}
    for code in wanted:
        if code not in codes:
            known = ", ".join(codes)
            raise InvalidArgument(f"there is no template {code!r}; there are {known}")
    reading = Reading(graph, lei)
    tables = [_table(reading, codes[code]) for code in wanted or codes]
    columns = [column for table in tables for column in table.columns]
    return Register(
        revision=graph.revision,
        lei=lei,
        templates=tables,
        asked=sum(column.asked for column in columns),
        missing=sum(column.missing for column in columns),
    )


def _table(reading: Reading, template: Template) -> RegisterTemplate:
    rows = list(template.rows(reading))
    gaps = [
        RegisterGap(about=reading.graph.ref(row["about"]), column=column.name, field=column.field)
        for row in rows
        for column in template.columns
        if column.asked(row) and _text(row.get(column.name)) == ""
    ]
    once = {(gap.about, gap.column): gap for gap in gaps}
    return RegisterTemplate(
        template=template.code,
        title=template.title,
        rows=len(rows),
        columns=[
            RegisterColumn(
                name=column.name,
                asked=sum(column.asked(row) for row in rows),
                missing=sum(
                    column.asked(row) and _text(row.get(column.name)) == "" for row in rows
                ),
            )
            for column in template.columns
        ],
        gaps=[once[key] for key in sorted(once)],
        csv=_csv([column.name for column in template.columns], rows),
    )


def _csv(names: Sequence[str], rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_text(row.get(name)) for name in names] for row in rows)
    return text.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# --- rows -----------------------------------------------------------------------------------------


def _arrangements(reading: Reading) -> Iterator[Row]:
    """B_02.01: contracts."""
    subsequent = {reading.overarching(contract) for contract, _ in reading.contracts}
    for contract in dict.fromkeys(contract for contract, _ in reading.contracts):
        above, said = reading.overarching(contract), reading.said(contract)
        frames = contract in subsequent or said.get("kind") == "framework"
        kind = "overarching" if frames else "standalone"
        yield {
            "about": contract,
            "contract_reference": reading.number(contract),
            "arrangement": kind if above is None else "subsequent",
            "overarching_reference": None if above is None else reading.number(above),
            "currency": said.get("currency"),
            "annual_cost": said.get("annual_cost"),
        }


def _services(reading: Reading) -> Iterator[Row]:
    """B_02.02: what each contract does for which function."""
    for contract, vendor in reading.contracts:
        said, found = reading.said(contract), reading.assessment(contract)
        functions: list[int | None] = [*reading.functions(contract)]
        for function in functions or [None]:
            yield {
                "about": contract,
                "contract_reference": reading.number(contract),
                "entity_lei": reading.lei,
                "provider_id": reading.identifier(vendor),
                "function_id": None if function is None else reading.graph.ref(function),
                "ict_service_type": found.get("ict_service_type"),
                "start": said.get("starts_on"),
                "end": said.get("ends_on"),
                "status": said.get("status"),
                "termination_reason": found.get("termination_reason"),
                "notice_days_entity": said.get("notice_days"),
                "notice_days_provider": said.get("notice_days_provider"),
                "governing_law": found.get("governing_law"),
                "provided_from": found.get("provided_from"),
                "stores_data": found.get("stores_data"),
                "data_location": found.get("data_location"),
                "processing_location": found.get("processing_location"),
                "data_sensitivity": found.get("data_sensitivity"),
                "reliance": found.get("reliance"),
            }


def _providers(reading: Reading) -> Iterator[Row]:
    """B_05.01: vendors under contract, those that do part of their work, and who owns them."""
    graph = reading.graph
    costs: dict[int, list[Mapping[str, Any]]] = {}
    for contract, vendor in reading.contracts:
        costs.setdefault(vendor, []).append(reading.said(contract))
    chain = {end for contract, vendor in reading.contracts for end in _chain_ends(graph, vendor)}
    every = {*costs, *chain}
    every |= {reading.top(vendor) for vendor in every}
    for vendor in sorted(every, key=graph.ref):
        said, contracts = reading.said(vendor), costs.get(vendor, [])
        currencies = {each.get("currency") for each in contracts if each.get("annual_cost")}
        yield {
            "about": vendor,
            "provider_id": reading.identifier(vendor),
            "id_type": "LEI" if said.get("lei") else "other",
            "name": said.get("legal_name") or said["name"],
            "person_type": _person_type(said),
            "headquarters": said.get("country"),
            "under_contract": bool(contracts),
            "currency": currencies.pop() if len(currencies) == 1 else None,
            "annual_cost": sum(each.get("annual_cost") or 0 for each in contracts) or None,
            "ultimate_parent_id": reading.identifier(reading.top(vendor)),
        }


def _person_type(vendor: Mapping[str, Any]) -> str | None:
    """None where nobody says: then it is missing, and not guessed."""
    if vendor.get("natural_person") is not None:
        return "natural" if vendor["natural_person"] else "legal"
    return "legal" if vendor.get("lei") else None


def _chain(graph: Graph, vendor: int) -> Iterator[tuple[int, int, int]]:
    """Who works for a vendor: rank from 2, subcontractor, and for whom it works."""
    seen, frontier, rank = {vendor}, [vendor], 2
    while frontier:
        following = []
        for recipient in frontier:
            for link in graph.links_from(recipient, "SUBCONTRACTS_TO"):
                yield rank, link.target, recipient
                if link.target not in seen:
                    seen.add(link.target)
                    following.append(link.target)
        frontier, rank = following, rank + 1


def _chain_ends(graph: Graph, vendor: int) -> set[int]:
    return {end for _, end, _ in _chain(graph, vendor)}


def _supply_chain(reading: Reading) -> Iterator[Row]:
    """B_05.02: who delivers under a contract: rank 1, and who works for them: rank 2 and more."""
    for contract, vendor in reading.contracts:
        steps = [(1, vendor, None), *_chain(reading.graph, vendor)]
        for rank, provider, recipient in steps:
            yield {
                "about": contract,
                "contract_reference": reading.number(contract),
                "ict_service_type": reading.assessment(contract).get("ict_service_type"),
                "provider_id": reading.identifier(provider),
                "rank": rank,
                "recipient_id": None if recipient is None else reading.identifier(recipient),
            }


def _functions(reading: Reading) -> Iterator[Row]:
    """B_06.01: functions, which are business activities."""
    graph = reading.graph
    for activity in sorted(graph.positions("BusinessActivity"), key=graph.ref):
        said, found = reading.said(activity), reading.analysis(activity)
        aims = objectives(graph, activity)
        yield {
            "about": activity,
            "function_id": graph.ref(activity),
            "licensed_activity": said.get("licensed_activity"),
            "name": said["name"],
            "entity_lei": reading.lei,
            "critical": said.get("critical"),
            "critical_because": said.get("critical_because"),
            "assessed_on": found.get("assessed_on"),
            "rto_hours": None if aims.rto is None else round(aims.rto / 60, 2),
            "rpo_hours": None if aims.rpo is None else round(aims.rpo / 60, 2),
            "discontinuation_impact": found.get("discontinuation_impact"),
        }


def _assessments(reading: Reading) -> Iterator[Row]:
    """B_07.01: how each contract could be left."""
    for contract, vendor in reading.contracts:
        found = reading.assessment(contract)
        instead = map(reading.identifier, reading.alternatives(contract))
        yield {
            "about": contract,
            "contract_reference": reading.number(contract),
            "provider_id": reading.identifier(vendor),
            "ict_service_type": found.get("ict_service_type"),
            "substitutability": found.get("substitutability"),
            "obstacle": found.get("obstacle"),
            "audited_on": found.get("audited_on"),
            "exit_plan": found.get("exit_plan"),
            "reintegration": found.get("reintegration"),
            "discontinuation_impact": found.get("discontinuation_impact"),
            "alternatives_identified": found.get("alternatives_identified"),
            "alternative_id": " ".join(sorted(instead)) or None,
        }


HARD = ("not_substitutable", "highly_complex")
TEMPLATES = (
    Template(
        "B_02.01",
        "Contractual arrangements",
        (
            Column("contract_reference", "reference"),
            Column("arrangement", "part_of"),
            Column("overarching_reference", "part_of", where("arrangement", "subsequent")),
            Column("currency", "currency"),
            Column("annual_cost", "annual_cost"),
        ),
        _arrangements,
    ),
    Template(
        "B_02.02",
        "What is bought under them, and for which function",
        (
            Column("contract_reference", "reference"),
            Column("entity_lei", "--lei"),
            Column("provider_id", "lei"),
            Column("function_id", "supports_activity"),
            Column("ict_service_type", "third_party_assessment.ict_service_type"),
            Column("start", "starts_on"),
            Column("end", "ends_on"),
            Column("termination_reason", "third_party_assessment.termination_reason",
                   where("status", "ended")),
            Column("notice_days_entity", "notice_days"),
            Column("notice_days_provider", "notice_days_provider"),
            Column("governing_law", "third_party_assessment.governing_law"),
            Column("provided_from", "third_party_assessment.provided_from"),
            Column("stores_data", "third_party_assessment.stores_data"),
            Column("data_location", "third_party_assessment.data_location",
                   where("stores_data", True)),
            Column("processing_location", "third_party_assessment.processing_location"),
            Column("data_sensitivity", "third_party_assessment.data_sensitivity",
                   where("stores_data", True)),
            Column("reliance", "third_party_assessment.reliance"),
        ),
        _services,
    ),
    Template(
        "B_05.01",
        "Providers",
        (
            Column("provider_id", "lei"),
            Column("id_type", "lei"),
            Column("name", "legal_name"),
            Column("person_type", "natural_person"),
            Column("headquarters", "country"),
            Column("currency", "contract.currency", where("under_contract", True)),
            Column("annual_cost", "contract.annual_cost", where("under_contract", True)),
            Column("ultimate_parent_id", "subsidiary_of"),
        ),
        _providers,
    ),
    Template(
        "B_05.02",
        "Supply chains",
        (
            Column("contract_reference", "reference"),
            Column("ict_service_type", "third_party_assessment.ict_service_type"),
            Column("provider_id", "lei"),
            Column("rank", "subcontracts_to"),
            Column("recipient_id", "subcontracts_to", lambda row: row["rank"] > 1),
        ),
        _supply_chain,
    ),
    Template(
        "B_06.01",
        "Functions",
        (
            Column("function_id", "id"),
            Column("licensed_activity", "licensed_activity", never),
            Column("name", "name"),
            Column("entity_lei", "--lei"),
            Column("critical", "critical"),
            Column("critical_because", "critical_because", where("critical", True)),
            Column("assessed_on", "business_impact_analysis.assessed_on"),
            Column("rto_hours", "rto_minutes"),
            Column("rpo_hours", "rpo_minutes"),
            Column("discontinuation_impact", "business_impact_analysis.discontinuation_impact"),
        ),
        _functions,
    ),
    Template(
        "B_07.01",
        "How to leave",
        (
            Column("contract_reference", "reference"),
            Column("provider_id", "lei"),
            Column("ict_service_type", "third_party_assessment.ict_service_type"),
            Column("substitutability", "third_party_assessment.substitutability"),
            Column("obstacle", "third_party_assessment.obstacle",
                   where("substitutability", *HARD)),
            Column("audited_on", "third_party_assessment.audited_on"),
            Column("exit_plan", "third_party_assessment.exit_plan"),
            Column("reintegration", "third_party_assessment.reintegration"),
            Column("discontinuation_impact", "third_party_assessment.discontinuation_impact"),
            Column("alternatives_identified", "third_party_assessment.alternatives_identified"),
            Column("alternative_id", "has_alternative", where("alternatives_identified", True)),
        ),
        _assessments,
    ),
)  # fmt: skip
"""The templates that can be filled."""

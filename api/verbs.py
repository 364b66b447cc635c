"""The verbs of `Session` as root fields: arguments from their signatures, types from their results.

GraphQL and the command line so answer from the same call.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, get_args, get_origin, get_type_hints

import graphene
from graphql import Undefined
from pydantic import BaseModel

from api.answers import AnswerTypes
from api.listings import AS_OF
from api.naming import Types, camel, enum_type, pascal
from api.request import Part, Request
from itspm_graph.errors import LimitExceeded
from itspm_graph.session import Session


@dataclass(frozen=True)
class Verb:
    """A method of `Session` as a root field.

    `renamed` gives GraphQL names to parameters, `defaults` values where GraphQL differs; `most` is
    what one request may ask of a server that has others to serve.
    """

    name: str
    method: Callable[..., BaseModel]
    renamed: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)

    def called(self, parameter: str) -> str:
        """The GraphQL name of a parameter."""
        return self.renamed.get(parameter, camel(parameter))


SERVED = {"seconds": 60.0, "samples": 10_000_000}
QUERIES = (
    Verb("info", Session.info),
    Verb("select", Session.select),
    Verb("reach", Session.reach),
    Verb("paths", Session.paths, {"start": "from", "end": "to"}),
    Verb("impact", Session.impact),
    Verb("singlePointsOfFailure", Session.single_points),
    Verb("commonCauses", Session.common_causes),
    Verb("cutSets", Session.cuts, most=SERVED),
    Verb("availability", Session.availability, most=SERVED),
    Verb("simulate", Session.simulate, {"source": "document"}),
    Verb("explain", Session.explain),
    Verb("alignment", Session.alignment),
    Verb("exerciseProgramme", Session.exercises),
    Verb("concentration", Session.concentration),
    Verb("register", Session.register),
    Verb("scenarioReport", Session.scenario_report, {"source": "document"}),
    Verb("continuityReport", Session.continuity_report),
    Verb("mitigation", Session.mitigate),
    Verb("stress", Session.stress, most={"limit": 1_000}),
    Verb("retirement", Session.retire),
    Verb("retirementCheck", Session.check_retire),
    Verb("retirable", Session.retirable, most={"limit": 1_000}),
    Verb("retirementReport", Session.retire_report),
    Verb("cost", Session.cost),
    Verb("gateCheck", Session.gate_check),
    Verb("gateHistory", Session.gate_history),
    Verb("gateCompare", Session.gate_compare),
    Verb("framework", Session.framework),
    Verb("gateReport", Session.gate_report),
    Verb("portfolio", Session.portfolio, {"portfolio_ref": "portfolio"}),
    Verb("process", Session.process, most={"limit": 100}),
    Verb("documentTemplate", Session.document_new, {"kind": "type", "service": "for"}),
    Verb("documentVersions", Session.document_show),
    Verb("documentsOf", Session.document_list),
    Verb("documentVerification", Session.document_verify),
)
EXPECTED = {"expected": "expectedRevision"}
APPLIED = {"author": "api", "missing": "error", "invalid": "error", "dry_run": False}
MUTATIONS = (
    Verb("apply", Session.apply, EXPECTED, APPLIED),
    Verb("submitGate", Session.gate_submit, EXPECTED),
    Verb("decideGate", Session.gate_decide, EXPECTED),
    Verb("waiveGate", Session.gate_waive, EXPECTED),
    Verb("attachToDocument", Session.document_attach, EXPECTED, {"author": "api"}),
)

DESCRIPTIONS = {
    "as_of": AS_OF,
    "expression": "A selection, as `+service:payments` or `type:Service and tier<=2`.",
    "ref": "A reference, `type:slug`.",
    "refs": "References of elements: of what fails, is to be retired, or is asked about.",
    "direction": "Which way to go.",
    "period": "A period, as `2026` or `2026-Q3`; `latest` is the latest year with costs that has "
    "begun.",
    "depth": "Hops at most; by default all.",
    "start": "Reference of the dependent.",
    "end": "Reference of the provider.",
    "limit": "How much is listed at most.",
    "basic": "Types whose elements may fail by themselves; by default all but services, offerings, "
    "activities, customers and requirement groups.",
    "loss": "What counts as lost: down, or also up with less than the objective.",
    "max_order": "Largest set looked for; by default 2.",
    "count": "Count the sets of every size, and list none.",
    "seconds": "Time after which an exact answer is given up.",
    "method": "How it is found: exactly, by simulation, or by that where exact is out of reach.",
    "samples": "Samples of a simulation.",
    "seed": "Seed of a simulation; the same seed gives the same answer.",
    "source": "A scenario, YAML or JSON: `name`, `hazard`, `assumptions` and `hits`, each with "
    "`element`, `damage` and `capacity`; or a document of the form `itspm/v1` with one record.",
    "scenario": "Reference of a scenario of the catalog.",
    "fail": "References of what fails as well.",
    "failed": "References of what fails.",
    "plan": "A document of the form `itspm/v1` that is laid over the catalog; nothing is written.",
    "scenarios": "References of scenarios; by default all of the catalog.",
    "within": "Months within which everything has to be tried; by default the policy's.",
    "weigh": "What a service weighs: 1, by its tier, or its revenue per hour.",
    "templates": "Codes of templates, as `B_02.01`; by default all.",
    "lei": "Legal entity identifier of who keeps the register.",
    "kinds": "Types of elements that are taken away, as `site` or `vendor-product`.",
    "pairs": "Whether two of a kind are taken away together as well.",
    "capacity": "What is left with a share of its capacity, each as `REF=SHARE`.",
    "cycle_policy": "Whether a cycle that lost its outside support goes down or runs on.",
    "portfolio_ref": "Reference of a portfolio: only its services.",
    "phase": "A lifecycle phase, as `operate`: only services that are in it.",
    "overdue": "Only services that are past a date.",
    "check": "Whether the machine is asked for verdicts, which takes most of the time.",
    "sort": "What the services are sorted by; equals by name.",
    "name": "A process, as `service_roadmap`; without one all ten are listed.",
    "gate": "The gate, as `TG6`.",
    "service": "Reference of the service.",
    "submission": "Reference of a submission, `gate-submission:…`.",
    "document": "A document of the form `itspm/v1`, YAML or JSON; any form that import reads, "
    "so also a gate document in Markdown with front matter.",
    "missing": "What to do with a reference that leads nowhere.",
    "invalid": "What to do with a record that can't be read.",
    "author": "Who writes; kept in the log.",
    "reason": "Why; kept in the log.",
    "expected": "Write only if the store is still at this revision.",
    "dry_run": "Check only; write nothing.",
    "on": "Day to judge on, as `2026-11-23`; by default today.",
    "outcome": "One of the outcomes that the gate lists; several that combine, joined by commas.",
    "by": "References of the persons, teams or customers who decide.",
    "documents": "Documents that come with it, each a text in any form that import reads.",
    "tg2_required": "At TG1: whether TG2 is needed; by default as the strategy proposes.",
    "resubmit": "Gate at which the service has to come again; by default as the policy says.",
    "kind": "Type of the document, as `service-strategy`.",
    "content_hash": "SHA-256 of the file, in hexadecimal.",
    "file_name": "What the file is called.",
    "media_type": "What kind of file it is, as `application/pdf`.",
    "size_bytes": "How long the file is.",
    "location": "Where the file is kept.",
    "waive": "Criteria set aside, each as `CRITERION:REASON:UNTIL`.",
}
CHOICES = {
    "direction": "Which way to go: what needs the start, or what the start needs.",
    "cycle_policy": "What becomes of a cycle that lost its outside support.",
    "loss": "What counts as the loss of an element: that it is down, or also that it is left with "
    "less than its minimum business continuity objective.",
    "method": "How availability is found.",
    "missing": "What to do with a reference that leads nowhere: refuse, or make a stand-in.",
    "invalid": "What to do with a record that can't be read: refuse, or leave it out.",
    "sort": "What services are sorted by.",
    "weigh": "What a service weighs: 1; 5 for tier 1 to 1 for tier 5; or its revenue per hour.",
    "engine": "Who answers a named query.",
}


def verb_field(types: Types, answers: AnswerTypes, verb: Verb) -> Any:
    """The root field of a verb."""
    parameters = _parameters(verb.method)
    arguments = {
        verb.called(name): _argument(types, name, annotation, verb.defaults.get(name, default))
        for name, (annotation, default) in parameters.items()
    }
    return graphene.Field(
        answers.of(get_type_hints(verb.method)["return"]),
        description=inspect.getdoc(verb.method),
        args=arguments,
        resolver=partial(_resolve, verb, {verb.called(name): name for name in parameters}),
    )


def _parameters(method: Callable[..., Any]) -> dict[str, tuple[Any, Any]]:
    """Annotation and default of each parameter; options by keyword are parameters too."""
    hints = get_type_hints(method)
    found: dict[str, tuple[Any, Any]] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            options = get_type_hints(get_args(hints[name])[0])
            found |= {option: (annotation, None) for option, annotation in options.items()}
        elif name != "self":
            found[name] = (hints[name], parameter.default)
    return found


def _resolve(verb: Verb, names: Mapping[str, str], _root: Any, info: Any, **given: Any) -> Part:
    request: Request = info.context
    request.spend()
    arguments = {names[name]: plain(value) for name, value in given.items() if value is not None}
    for name, most in verb.most.items():
        if arguments.get(name, 0) > most:
            raise LimitExceeded(f"{name} may be {most:g} at most here, not {arguments[name]:g}")
    if "as_of" in names.values():
        arguments["as_of"] = request.revision(arguments.get("as_of"))
    result = verb.method(request.session, **arguments)
    return Part(result, getattr(result, "revision", None))


def plain(value: Any) -> Any:
    """An argument as `Session` takes it."""
    return value.value if isinstance(value, enum.Enum) else value


def _argument(types: Types, name: str, annotation: Any, default: Any) -> Any:
    if name not in DESCRIPTIONS:
        raise ValueError(f"describe the parameter {name!r} in api.verbs.DESCRIPTIONS")
    type_ = argument_type(types, name, annotation)
    if default is inspect.Parameter.empty:
        return graphene.Argument(graphene.NonNull(type_), description=DESCRIPTIONS[name])
    if isinstance(default, str) and get_origin(annotation) is Literal:
        default = type_.get(default)
    default = Undefined if default in (None, ()) else default
    return graphene.Argument(type_, description=DESCRIPTIONS[name], default_value=default)


def argument_type(types: Types, name: str, annotation: Any) -> Any:
    """The GraphQL type of a parameter's annotation."""
    scalars = {
        str: graphene.String,
        int: graphene.Int,
        float: graphene.Float,
        bool: graphene.Boolean,
    }
    parts = get_args(annotation)
    if get_origin(annotation) is Literal:
        return words_type(types, name, parts)
    if get_origin(annotation) is Sequence:
        return graphene.List(graphene.NonNull(scalars[parts[0]]))
    return scalars[parts[0] if parts else annotation]


def words_type(types: Types, name: str, words: Sequence[str]) -> Any:
    """The enum of the words that a parameter takes."""
    return types.once(
        pascal(name),
        tuple(words),
        lambda: enum_type(pascal(name), CHOICES[name], words),
    )

"""Service-graph metrics of an OpenTelemetry collector: who calls whom, how often.

The connector `servicegraph` counts requests by client and server in
`traces_service_graph_request_total`. Read are the JSON lines of the collector's file exporter (OTLP
metrics, https://opentelemetry.io/docs/specs/otlp/) and Prometheus' text format. Each pair becomes
one record of use for each calendar month (UTC).

A counter is cumulative unless it says that it is a delta: what is counted is its rise. Where it
falls, or says that it began anew, it was reset, and counts from zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from itspm_graph.errors import Problem
from itspm_graph.sources import Place, Statements, UseStatement
from itspm_graph.sources.documents import Document, Reader

METRIC = "traces_service_graph_request_total"
DELTA = (1, "AGGREGATION_TEMPORALITY_DELTA")
DRIVER = "requests"
LAST_SECOND = 253_402_300_799
"""Of the last year that a calendar has."""


class Sample(NamedTuple):
    """A counter's value at an instant; seconds since 1970, None where unknown."""

    at: float | None
    began: float | None
    value: float
    place: Place


class Series(NamedTuple):
    """Whose counter it is: client and server, and whatever else tells it from others."""

    client: str
    server: str
    others: tuple[tuple[str, str], ...]
    delta: bool


@dataclass
class Window:
    """What one pair did in one month."""

    place: Place
    first: date | None = None
    last: date | None = None
    seen: date | None = None
    volume: float = 0.0

    def add(self, start: date | None, end: date | None, volume: float) -> None:
        if start and end:
            self.first = min(self.first or start, start)
            self.last = max(self.last or end, end)
            if volume > 0:
                self.seen = max(self.seen or end, end)
        self.volume += volume


class _MalformedError(Exception):
    pass


def recognises(root: Mapping[str, Any]) -> bool:
    """OTLP metrics, or a sample of a Prometheus exposition."""
    return "resourceMetrics" in root or {"metric", "labels", "value"} <= root.keys()


def read(documents: Sequence[Document]) -> Statements:
    """What all the documents count together: a counter may go on from one to the next."""
    result = Statements()
    series: dict[Series, list[Sample]] = defaultdict(list)
    for document in documents:
        try:
            for whose, sample in _samples(document):
                series[whose].append(sample)
        except _MalformedError as error:
            result.problems.append(
                document.problem(
                    "invalid-value", str(error), skippable=True, field="resourceMetrics"
                )
            )
    if documents and not series and not result.problems:
        message = f"holds no {METRIC} with the labels client and server"
        result.problems.append(documents[0].problem("no-service-graph", message))
    windows = _windows(series)
    result.uses += [_use(client, server, window) for (client, server, _), window in windows.items()]
    result.problems += _undated(windows)
    return result


# --- samples ------------------------------------------------------------------------------------


def _samples(document: Document) -> Iterator[tuple[Series, Sample]]:
    place = document.place()
    if "resourceMetrics" not in document.root:
        yield from _exposed(document.root, place)
        return
    for resource in _listed(document.root, "resourceMetrics"):
        who = _attributes(_mapped(resource.get("resource", {}), "resource"))
        for scope in _listed(resource, "scopeMetrics"):
            for metric in _listed(scope, "metrics"):
                if str(metric.get("name", "")).endswith(METRIC):
                    yield from _counted(_mapped(metric.get("sum"), "sum"), who, place)


def _exposed(root: Mapping[str, Any], place: Place) -> Iterator[tuple[Series, Sample]]:
    if not recognises(root):
        raise _MalformedError("is neither OTLP metrics (resourceMetrics) nor a sample of a metric")
    labels = {str(name): str(value) for name, value in _mapped(root["labels"], "labels").items()}
    whose = _whose(labels, delta=False)
    if str(root["metric"]).endswith(METRIC) and whose:
        at = None if root.get("timestamp") is None else _instant(root["timestamp"], "timestamp")
        yield whose, Sample(at, None, _number(root["value"], "value"), place)


def _counted(
    counter: Mapping[str, Any], who: Mapping[str, str], place: Place
) -> Iterator[tuple[Series, Sample]]:
    delta = counter.get("aggregationTemporality") in DELTA
    for point in _listed(counter, "dataPoints"):
        whose = _whose({**who, **_attributes(point)}, delta=delta)
        if whose is None:
            continue
        value = point.get("asInt", point.get("asDouble"))
        at, began = (_seconds(point, name) for name in ("timeUnixNano", "startTimeUnixNano"))
        yield whose, Sample(at, began, _number(value, "asInt"), place)


def _whose(labels: dict[str, str], *, delta: bool) -> Series | None:
    client, server = labels.pop("client", ""), labels.pop("server", "")
    if not client or not server:
        return None
    return Series(client, server, tuple(sorted(labels.items())), delta)


def _attributes(holder: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for attribute in _listed(holder, "attributes"):
        value = _mapped(attribute.get("value", {}), "value")
        found[str(attribute.get("key"))] = str(next(iter(value.values()), ""))
    return found


def _listed(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = holder.get(name) or []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise _MalformedError(f"{name} is no list of mappings, as OTLP has it")
    return found


def _mapped(found: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise _MalformedError(f"{name} is no mapping, as OTLP has it for a counter")
    return found


def _seconds(point: Mapping[str, Any], name: str) -> float | None:
    return _instant(_number(point[name], name) / 1e9, name) if point.get(name) else None


def _instant(value: Any, name: str) -> float:
    seconds = _number(value, name)
    if seconds > LAST_SECOND:
        raise _MalformedError(f"{name}: lies beyond the year 9999")
    return seconds


def _number(value: Any, name: str) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise _MalformedError(f"{name}: {value!r:.40} is no number") from None
    if not 0 <= found < float("inf"):
        raise _MalformedError(f"{name}: {value!r:.40} is no count")
    return found


# --- windows ------------------------------------------------------------------------------------

Pair = tuple[str, str, tuple[int, int] | None]


def _windows(series: Mapping[Series, list[Sample]]) -> dict[Pair, Window]:
    """By client, server and month, what the samples count; no month where no time is known."""
    found: dict[Pair, Window] = {}
    for whose, samples in series.items():
        for sample, began, rise in _rises(whose, samples):
            end = _day(sample.at)
            start = _day(began) or end
            month = (end.year, end.month) if end else None
            if start and end and (start.year, start.month) != month:
                start = end.replace(day=1)
            key = whose.client, whose.server, month
            window = found.setdefault(key, Window(sample.place))
            window.add(start, end, rise)
    return dict(sorted(found.items(), key=lambda item: (item[0][:2], item[0][2] or (0, 0))))


def _rises(whose: Series, samples: list[Sample]) -> Iterator[tuple[Sample, float | None, float]]:
    """For each sample, since when it counts and how much came since."""
    before: Sample | None = None
    for sample in sorted(samples, key=lambda each: each.at or 0):
        if whose.delta or before is None:
            yield sample, sample.began, sample.value
        else:
            anew = sample.value < before.value or _later(sample.began, before.began)
            rise = sample.value - (0 if anew else before.value)
            yield sample, sample.began if anew else before.at, rise
        before = sample


def _later(began: float | None, before: float | None) -> bool:
    return began is not None and before is not None and began > before


def _day(seconds: float | None) -> date | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).date()


def _use(client: str, server: str, window: Window) -> UseStatement:
    stated = {
        "period_from": window.first,
        "period_to": window.last,
        "last_seen_on": window.seen,
    }
    fields: dict[str, Any] = {name: str(on) for name, on in stated.items() if on}
    fields |= {"volume": window.volume, "driver": DRIVER}
    return UseStatement(server, client, fields, window.place)


def _undated(windows: Mapping[Pair, Window]) -> Iterator[Problem]:
    for (client, server, month), window in windows.items():
        if month is None:
            message = (
                f"{client} → {server} has no time: it counts as use on an unknown day; "
                "have the exporter send timestamps"
            )
            yield Problem(
                "undated-use", message, window.place.file, window.place.line, severity="warning"
            )


READER = Reader("otel-service-graph", recognises, read)

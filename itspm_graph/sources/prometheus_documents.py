"""Prometheus' text format to trees with lines: each sample is a document.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itspm_graph.sources.trees import Block, Tree, UnreadableDocumentError

ENDINGS = (".prom",)
_COMMENT = re.compile(r"\ufeff?# (HELP|TYPE) ")


def begins(text: str) -> bool:
    """Whether a text whose name says nothing is an exposition of metrics."""
    return bool(_COMMENT.match(text.lstrip()))


def trees(text: str) -> Iterator[Tree]:
    """The samples: `metric`, `labels`, `value` and, where it is stated, `timestamp` in seconds."""
    from prometheus_client.parser import text_string_to_metric_families  # loads a web server

    for line, content in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not content.strip() or content.lstrip().startswith("#"):
            continue
        try:
            (family,) = text_string_to_metric_families(content + "\n")
        except (ValueError, KeyError, IndexError) as error:
            message = f'no sample of a metric: {content[:60]!r}; write name{{label="…"}} value'
            raise UnreadableDocumentError("metric-syntax", line, message) from error
        (sample,) = family.samples
        stated = {"metric": sample.name, "labels": sample.labels, "value": sample.value}
        if sample.timestamp is not None:
            stated["timestamp"] = float(sample.timestamp)
        root = Block(stated)
        root.line, root.lines = line, dict.fromkeys(stated, line)
        yield Tree(root, line)

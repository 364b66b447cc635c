"""The verbs of the product, each once. Command line and GraphQL are skins over a `Session`."""

from __future__ import annotations

from itspm_graph.session.asking import Asking
from itspm_graph.session.continuing import Continuing
from itspm_graph.session.costing import Costing
from itspm_graph.session.documenting import Documenting
from itspm_graph.session.exploring import Exploring
from itspm_graph.session.framing import Framing
from itspm_graph.session.overseeing import Overseeing
from itspm_graph.session.retiring import Retiring


class Session(Exploring, Continuing, Asking, Costing, Framing, Overseeing, Documenting, Retiring):
    """A store and everything that can be asked of it. Safe to use from several threads."""

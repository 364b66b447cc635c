"""What a toll gate leaves to people (`seed/framework/judgements.yaml`)."""

from __future__ import annotations

from collections.abc import Sequence

from itspm_graph.framework import framework


def judgements(gate: str, documents: Sequence[str]) -> list[tuple[str, str]]:
    """Each question at a gate with the document that it is about, empty where it is about none.

    Only those about one of these documents, then those that every gate asks.
    """
    stated = framework().judgements
    about = stated.gates.get(gate, {})
    asked = [(document, text) for document in documents for text in about.get(document, ())]
    return [*asked, *(("", text) for text in stated.always)]

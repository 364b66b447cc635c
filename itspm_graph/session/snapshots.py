"""A store and its snapshots: what every verb reads from."""

from __future__ import annotations

from typing import Self

from itspm_graph.graph import Graph
from itspm_graph.history import History
from itspm_graph.store import Store, open_store


class Snapshots:
    """A store and its newest snapshot. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.history = History(store)

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> Self:
        return cls(open_store(url, create=create))

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def graph(self, as_of: str | int | None = None) -> Graph:
        """The snapshot at the newest revision, or at a past revision or instant."""
        return self.history.graph(as_of)

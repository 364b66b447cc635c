"""SQLite: a recursive query over an indexed table in memory."""

from __future__ import annotations

import sqlite3

from bench.estates import Estate
from bench.peers import Peer

BEYOND = """
WITH RECURSIVE down(element) AS (
    VALUES (?)
    UNION
    SELECT need.dependent FROM down JOIN need ON need.provider = down.element
)
"""


class Sqlite(Peer):
    """A table of (provider, dependent), clustered by provider."""

    name = "SQLite"
    counts = True

    def load(self, estate: Estate) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute(
            "CREATE TABLE need (provider INTEGER, dependent INTEGER, "
            "PRIMARY KEY (provider, dependent)) WITHOUT ROWID"
        )
        dependents, providers = (column.tolist() for column in estate.pairs)
        rows = sorted(zip(providers, dependents, strict=True))
        self.connection.executemany("INSERT INTO need VALUES (?, ?)", rows)
        self.connection.commit()

    def dependents(self, position: int) -> list[int]:
        rows = self.connection.execute(f"{BEYOND} SELECT element FROM down", (position,))
        return [row[0] for row in rows if row[0] != position]

    def count(self, position: int) -> int:
        rows = self.connection.execute(f"{BEYOND} SELECT count(*) - 1 FROM down", (position,))
        return int(rows.fetchone()[0])

    def close(self) -> None:
        self.connection.close()

"""Pages: all entries once, in a stable order, also while the list changes."""

from __future__ import annotations

from typing import Any

import pytest

from itspm_graph.session import Session
from tests.api.conftest import Ask

PAGE = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"


@pytest.fixture
def many(session: Session) -> Session:
    """Twelve teams with three names, all of which own one service."""
    teams = "".join(f"\n  - {{id: t{n:02}, name: {'ABC'[n % 3]}}}" for n in range(12))
    operated = ", ".join(f"team:t{n:02}" for n in range(12))
    session.apply(
        f"format: itspm/v1\nteams:{teams}\nservices: [{{id: payments, operated_by: [{operated}]}}]"
    )
    return session


def walk(data: Ask, order: str, size: int) -> list[str]:
    query = f"""query ($after: String) {{ teams(first: {size}, after: $after, orderBy: "{order}",
      select: "team:t*") {{ {PAGE} edges {{ cursor node {{ ref }} }} }} }}"""
    found: list[str] = []
    after = None
    while True:
        page = data(query, after=after)["teams"]
        assert page["totalCount"] == 12
        assert page["pageInfo"]["hasPreviousPage"] == bool(found)
        assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
        found += [edge["node"]["ref"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


@pytest.mark.parametrize("order", ["ref", "-ref", "name", "-name", "people"])
@pytest.mark.parametrize("size", [1, 5, 12])
def test_pages_walk_all_entries_once(data: Ask, many: Session, order: str, size: int) -> None:
    found = walk(data, order, size)
    assert sorted(found) == [f"team:t{n:02}" for n in range(12)]
    assert found == walk(data, order, 500)


def test_a_cursor_stays_good_while_the_list_changes(data: Ask, many: Session) -> None:
    query = "query ($a: String) { teams(first: 4, after: $a) { edges { cursor node { ref } } } }"
    edges = data(query)["teams"]["edges"]
    many.apply("format: itspm/v1\ndelete: [team:t02]\nteams: [{id: a-new-one}]")
    after = data(query, a=edges[3]["cursor"])["teams"]["edges"]
    last = int(edges[3]["node"]["ref"][-2:])
    assert [e["node"]["ref"] for e in after] == [f"team:t{last + n:02}" for n in range(1, 5)]


def test_links_have_pages_too(data: Ask, many: Session) -> None:
    query = f"""query ($after: String) {{ node(ref: "service:payments") {{
      operatedBy(first: 7, after: $after) {{ {PAGE} edges {{ node {{ ref }} }} }} }} }}"""

    def page(after: str | None) -> dict[str, Any]:
        found: dict[str, Any] = data(query, after=after)["node"]["operatedBy"]
        return found

    first = page(None)
    second = page(first["pageInfo"]["endCursor"])
    refs = [e["node"]["ref"] for e in (*first["edges"], *second["edges"])]
    assert refs == [f"team:t{n:02}" for n in range(12)]
    assert (first["totalCount"], second["pageInfo"]["hasNextPage"]) == (12, False)


def test_the_log_has_pages_newest_first(data: Ask, many: Session) -> None:
    query = f"""query ($a: String) {{ revisions(first: 1, after: $a) {{
      {PAGE} edges {{ node {{ revision }} }} }} }}"""
    first = data(query)["revisions"]
    second = data(query, a=first["pageInfo"]["endCursor"])["revisions"]
    shown = [page["edges"][0]["node"]["revision"] for page in (first, second)]
    assert (shown, second["pageInfo"]["hasNextPage"]) == ([2, 1], False)


def test_an_empty_page(data: Ask) -> None:
    page = data(f"{{ teams(first: 0) {{ {PAGE} edges {{ cursor }} }} }}")["teams"]
    assert page == {
        "totalCount": 1,
        "pageInfo": {
            "hasNextPage": True,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
        "edges": [],
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first: 501", "limit-exceeded"),
        ("first: -1", "invalid-argument"),
        ('after: "nonsense"', "invalid-cursor"),
        ('after: ""', "invalid-cursor"),
        ('after: "e30"', "invalid-cursor"),
        ('after: "WzEsMiwzXQ"', "invalid-cursor"),
        ('after: "WzEsMl0"', "invalid-cursor"),
        ('orderBy: "nam"', "invalid-argument"),
        ('orderBy: "attributes"', "invalid-argument"),
        ('select: "nonsense"', "invalid-selection"),
        ('select: "tier<1)"', "invalid-selection"),
    ],
)
def test_wrong_arguments_are_told(error: Ask, arguments: str, code: str) -> None:
    found = error(f"{{ teams({arguments}) {{ totalCount }} }}")
    assert found["code"] == code
    if code == "limit-exceeded":
        assert "500" in found["message"]
    if arguments == 'orderBy: "nam"':
        assert "nearest: name" in found["message"]

"""The committed reference is what the declarations say."""

from __future__ import annotations

import pytest

from itspm_graph.reference import DOCS, pages

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_up_to_date(name: str) -> None:
    committed = (DOCS / name).read_text(encoding="utf-8")
    assert committed == PAGES[name], f"docs/{name} is out of date: run `make reference`"

"""Answers made in masses are those that are made one by one."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from itspm_graph.results import unchecked
from itspm_graph.results.disruption import NotAssessed


def test_unchecked_answers_are_like_checked_ones() -> None:
    said = {"ref": "component:a", "reason": "no-team", "group": None, "on": ["component:b"]}
    checked = NotAssessed.model_validate(said)
    quick = unchecked(NotAssessed)(
        ref="component:a", reason="no-team", group=None, on=["component:b"]
    )
    assert quick == checked
    assert quick.model_dump_json() == checked.model_dump_json()
    assert quick.model_fields_set == checked.model_fields_set
    assert quick.model_copy(update={"group": "g"}).group == "g"
    assert isinstance(quick, NotAssessed)
    with pytest.raises(ValidationError, match="frozen"):
        quick.ref = "component:c"

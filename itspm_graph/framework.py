"""The framework as data (`seed/framework/`), and the policy that an organisation sets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict

from itspm_graph.content import content


class Stated(BaseModel):
    """Something that the framework states; a key that it doesn't know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Threshold(Stated):
    """A number that criteria compare with."""

    value: float
    unit: str
    meaning: str


class Policy(Stated):
    """What the whitepaper leaves open."""

    thresholds: Mapping[str, Threshold]


@cache
def policy() -> Policy:
    """The policy in force."""
    text = (content("seed") / "framework" / "policy.yaml").read_text(encoding="utf-8")
    return Policy.model_validate(yaml.safe_load(text))

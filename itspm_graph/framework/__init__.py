"""The framework as data (`seed/framework/`), and the policy that an organisation sets.

`ITSPM_FRAMEWORK` names a file, or a folder of files, of an organisation's own: laid over ours by
key, checked when it is read.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from itspm_graph.framework.declarations import (
    Consequence,
    DocumentType,
    Forum,
    Framework,
    Gate,
    Input,
    LifecyclePhase,
    ListedOutcome,
    Process,
    Role,
    Rule,
    Threshold,
)
from itspm_graph.framework.reading import Override, read

__all__ = [
    "Consequence",
    "DocumentType",
    "Forum",
    "Framework",
    "Gate",
    "Input",
    "LifecyclePhase",
    "ListedOutcome",
    "Override",
    "Process",
    "Role",
    "Rule",
    "Threshold",
    "framework",
    "overrides",
    "policy",
    "read",
]

OWN = "ITSPM_FRAMEWORK"
"""The environment variable that names an organisation's own file or folder."""


def framework() -> Framework:
    """The framework in force; `InvalidInput` where an organisation's own file is wrong."""
    return _in_force(os.environ.get(OWN, ""))[0]


def overrides() -> list[Override]:
    """What an organisation's own file changes, in the order of the file."""
    return _in_force(os.environ.get(OWN, ""))[1]


policy = framework
"""The policy in force; it lies beside the method."""


@lru_cache(maxsize=8)
def _in_force(own: str) -> tuple[Framework, list[Override]]:
    return read(Path(own) if own else None)

"""What analyses derive from a snapshot once; handed on to later ones while it holds there too."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple


class _Earlier(NamedTuple):
    """What was derived from an earlier snapshot, how large that was, and what changed since."""

    value: Any
    size: int
    changed: frozenset[Hashable]


class Derived(dict[Any, Any]):
    """Values by key, for a snapshot of some size; see `keep`."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self._earlier: dict[Any, _Earlier] = {}

    def keep(self, key: Any, matters: Callable[[Any], bool]) -> bool:
        """Whether a value is here, if need be from an earlier snapshot.

        What was derived there holds here too if positions are the same and no record that changed
        since matters to it.
        """
        if key not in self and key in self._earlier:
            value, size, changed = self._earlier[key]
            if size == self._size and not any(map(matters, changed)):
                self[key] = value
        return key in self

    def after(self, size: int, changed: Iterable[Hashable], most: int) -> Derived:
        """For the snapshot that these changes lead to; what `most` changes lie behind is let go."""
        following, fresh = Derived(size), frozenset(changed)
        own = {key: _Earlier(value, self._size, frozenset()) for key, value in self.copy().items()}
        for key, earlier in (self._earlier | own).items():
            since = earlier.changed | fresh
            if len(since) <= most:
                following._earlier[key] = earlier._replace(changed=since)
        return following

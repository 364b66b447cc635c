"""Functions over arrays as machine code, by numba. Only compiled kernels import this module."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """The function as machine code, kept for later runs; it doesn't hold the global lock."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))

"""What the compiled loops are given, and how they are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from springsim.arrays import Floats, Ints

Numbers = npt.NDArray[np.int32]
_Loop = TypeVar("_Loop", bound=Callable[..., Any])


class Points(NamedTuple):
    """Positions, numbers and forces; pairs of different numbers are dissimilar."""

    x: Floats
    y: Floats
    number: Numbers
    fx: Floats
    fy: Floats


class Push(NamedTuple):
    """Margin, least push that is counted, domain, and two coordinates of each point by which coincident ones are parted.

    The push is along the line from one to the other, and on the circle, where it is from (i, 0) to (j, 0), along the circle.
    """

    margin: float
    rest: float
    circle: bool
    u: Floats
    v: Floats


class Edges(NamedTuple):
    """Similar pairs of points that all have numbers of their own: partners of i are ``others[starts[i] : starts[i + 1]]``."""

    starts: Ints
    others: Numbers


class Grid(NamedTuple):
    """Corner, cells per length, columns and rows; `reach` columns and one row may be between points that push."""

    low_x: float
    low_y: float
    per_x: float
    per_y: float
    columns: int
    rows: int
    reach: int


def compiled(function: _Loop) -> _Loop:
    """Compile with sums in any order; infinity and what is not a number keep their meaning. Other threads may run meanwhile."""
    options: dict[str, Any] = {"fastmath": {"reassoc", "contract", "nsz"}, "error_model": "numpy", "nogil": True}
    try:
        made: Any = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # there is no directory to keep it in
        made = numba.njit(**options)(function)
    return cast("_Loop", made)


def inlined(function: _Loop) -> _Loop:
    """Have a function compiled as part of its callers: a call would pass all arrays by way of memory, again for each row."""
    made: Any = numba.njit(inline="always")(function)
    return cast("_Loop", made)

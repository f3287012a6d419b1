"""Loops over pairs, compiled by Numba, of points that are sorted in some way.

The inner loops have no branches, and their indices are unsigned, as signed ones might count from the end: both would keep LLVM
from using vectors. Sums are taken in the order that vectors need, the same each time. Compiled code is kept on disk, and made
again when this file changes: what the loops call is in this file, too.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Ints
from springsim.kernels.arrays import Edges, Grid, Numbers, Points, Push, compiled, inlined
from springsim.model.conventions import COINCIDENT_SQUARED, OUT_OF_REACH

PAD: Final = 8  #: points `FAR` away that follow the last one, so that a row may end at a multiple of the vector's width
FAR: Final = 1e150  #: a coordinate where no margin reaches, and whose square is finite
_COINCIDENT: Final = 2**32 + 1  # one pair that pushes and one that coincides, in one number: one sum less
_PUSHING: Final = 2**32 - 1
_unsigned = np.uint64


@inlined
def _push_row(points: Points, push: Push, own: np.int32, p: int, start: int, stop: int) -> tuple[float, int]:
    """Push point p, of number `own`, and those from `start` to `stop` apart, except where they coincide.

    Return Σ (m − d)², and the number of pushing pairs plus 2³² times that of coincident ones.
    """
    x, y, number, fx, fy = points
    margin, rest, a, b = push.margin, push.rest, x[p], y[p]
    ga, gb, loss, count = 0.0, 0.0, 0.0, 0
    for k in range(_unsigned(start), _unsigned(start + ((stop - start + PAD - 1) & -PAD))):
        dx, dy = a - x[k], b - y[k]
        s = dx * dx + dy * dy
        s = s if number[k] != own else OUT_OF_REACH
        here = s <= COINCIDENT_SQUARED
        s = COINCIDENT_SQUARED if here else s
        d = np.sqrt(s)
        hinge = margin - d
        hinge = 0.0 if hinge < 0.0 else hinge
        loss += hinge * hinge
        count += _COINCIDENT if here else (1 if hinge > rest else 0)
        factor = hinge / d
        factor = 0.0 if here else factor
        dx *= factor
        dy *= factor
        ga += dx
        gb += dy
        fx[k] -= dx
        fy[k] -= dy
    fx[p] += ga
    fy[p] += gb
    return loss, count


@compiled
def _push_coincident_row(points: Points, push: Push, own: np.int32, p: int, start: int, stop: int) -> None:
    """Push point p and those that coincide with it apart, as `coincident_direction` says."""
    x, y, number, fx, fy = points
    a, b, u, v = x[p], y[p], push.u[p], push.v[p]
    ux, uy, vx, vy = (-b, a, 0.0, 0.0) if push.circle else (1.0, 0.0, 0.0, 1.0)
    ga, gb = 0.0, 0.0
    for k in range(_unsigned(start), _unsigned(stop)):
        dx, dy = a - x[k], b - y[k]
        here = (dx * dx + dy * dy <= COINCIDENT_SQUARED) & (number[k] != own)
        du, dv = u - push.u[k], v - push.v[k]
        factor = push.margin / np.sqrt(du * du + dv * dv)
        factor = factor if here else 0.0
        du *= factor
        dv *= factor
        px, py = du * ux + dv * vx, du * uy + dv * vy
        ga += px
        gb += py
        fx[k] -= px
        fy[k] -= py
    fx[p] += ga
    fy[p] += gb


@compiled
def push_dense(points: Points, push: Push, edges: Edges, after: Ints) -> tuple[float, int]:
    """Push all pairs of points sorted by number; ``after[i]`` is where the number of i ends. Return loss and pushing pairs.

    While it is the turn of i, its partners by edges bear its number.
    """
    n = len(after)
    loss, pushing = 0.0, 0
    for i in range(n):
        own = points.number[i]
        for e in range(edges.starts[i], edges.starts[i + 1]):
            points.number[edges.others[e]] = own
        part, count = _push_row(points, push, own, i, after[i], n)
        if count > _PUSHING:
            _push_coincident_row(points, push, own, i, after[i], n)
        for e in range(edges.starts[i], edges.starts[i + 1]):
            points.number[edges.others[e]] = edges.others[e]
        loss += part
        pushing += count & _PUSHING
    return 0.5 * loss, pushing


@compiled
def sort_into_cells(
    points: Points, grid: Grid, cell: Numbers, starts: Numbers, order: Numbers, place: Numbers, into: Points
) -> None:
    """Sort points into cells, row by row; those of one cell keep their order. The outer cells take in whatever is beyond.

    Then cell c begins at ``starts[c]``, point k of the sorted ones was ``order[k]``, and `place` is the inverse of `order`.
    """
    starts[:] = 0
    for i in range(len(order)):
        a, b = (points.x[i] - grid.low_x) * grid.per_x, (points.y[i] - grid.low_y) * grid.per_y
        column = grid.columns - 1 if a >= grid.columns else int(max(a, 0.0))
        row = grid.rows - 1 if b >= grid.rows else int(max(b, 0.0))
        cell[i] = row * grid.columns + column
        starts[cell[i] + 2] += 1
    for c in range(2, len(starts)):
        starts[c] += starts[c - 1]
    for i in range(len(order)):
        k = starts[cell[i] + 1]
        starts[cell[i] + 1] += 1
        order[k], place[i] = i, k
        into.x[k], into.y[k], into.number[k] = points.x[i], points.y[i], points.number[i]
        into.fx[k], into.fy[k] = 0.0, 0.0


@compiled
def met(grid: Grid, starts: Numbers) -> int:
    """Return the number of pairs that `push_cells` looks at."""
    pairs = 0
    for row in range(grid.rows):
        for column in range(grid.columns):
            first, _, size = _runs(grid, starts, row, column)
            own = starts[row * grid.columns + column + 1] - starts[row * grid.columns + column]
            pairs += own * (own - 1) // 2 + own * (first - own + size)
    return pairs


@inlined
def _runs(grid: Grid, starts: Numbers, row: int, column: int) -> tuple[int, int, int]:
    """Return how many points the run has that begins with a cell, where the one in the next row begins, and how many it has."""
    begin = row * grid.columns
    left, right = max(column - grid.reach, 0), min(column + grid.reach + 1, grid.columns)
    first = starts[begin + right] - starts[begin + column]
    if row + 1 == grid.rows:
        return first, 0, 0
    below = starts[begin + grid.columns + left]
    return first, below, starts[begin + grid.columns + right] - below


@compiled
def push_cells(
    points: Points,
    push: Push,
    edges: Edges,
    grid: Grid,
    starts: Numbers,
    order: Numbers,
    place: Numbers,
    near: Points,
    parted: Push,
) -> tuple[float, int]:
    """Push all pairs of points sorted into cells; `push` and `edges` are by the order before. Return loss and pushing pairs.

    Whatever a cell has to do with is copied to `near`, its own points first, so that each of these has one row. `parted` has
    room for their `push`.
    """
    loss, pushing = 0.0, 0
    for row in range(grid.rows):
        for column in range(grid.columns):
            start, end = starts[row * grid.columns + column], starts[row * grid.columns + column + 1]
            if start == end:
                continue
            first, below, size = _runs(grid, starts, row, column)
            _copy(points, start, near, 0, first)
            _copy(points, below, near, first, size)
            size += first
            near.x[size : size + PAD] = FAR
            near.fx[: size + PAD] = 0.0
            near.fy[: size + PAD] = 0.0
            later, placed = 0, False
            for p in range(end - start):
                own = points.number[start + p]
                while later <= p or (later < end - start and points.number[start + later] == own):
                    later += 1  # equal numbers in a cell are next to each other: none of them pushes
                if len(edges.others):
                    i = order[start + p]
                    for e in range(edges.starts[i], edges.starts[i + 1]):
                        k = place[edges.others[e]]
                        if start <= k < start + first:
                            near.number[k - start] = own
                        elif below <= k < below + size - first:
                            near.number[k - below + first] = own
                part, count = _push_row(near, push, own, p, later, size)
                loss += part
                pushing += count & _PUSHING
                if count > _PUSHING:
                    if not placed:
                        placed = True
                        for k in range(size):
                            i = order[start + k if k < first else below + k - first]
                            parted.u[k], parted.v[k] = push.u[i], push.v[i]
                    _push_coincident_row(near, parted, own, p, later, size)
            _add(near, 0, points, start, first)
            _add(near, first, points, below, size - first)
    return 0.5 * loss, pushing


@inlined
def _copy(points: Points, start: int, into: Points, to: int, size: int) -> None:
    for k in range(_unsigned(size)):
        i, j = _unsigned(start) + k, _unsigned(to) + k
        into.x[j], into.y[j], into.number[j] = points.x[i], points.y[i], points.number[i]


@inlined
def _add(points: Points, start: int, into: Points, to: int, size: int) -> None:
    for k in range(_unsigned(size)):
        i, j = _unsigned(start) + k, _unsigned(to) + k
        into.fx[j] += points.fx[i]
        into.fy[j] += points.fy[i]

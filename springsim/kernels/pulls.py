"""Loops over points and edges, compiled by Numba: attraction, for which classes need no pairs, and changes of order."""

from __future__ import annotations

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.kernels.arrays import Edges, Numbers, Points, compiled

_unsigned = np.uint64


@compiled
def pull_classes(points: Points, starts: Ints) -> float:
    """Add the pull within classes, n_c (mean_c − x_i); class c is from ``starts[c]`` to ``starts[c + 1]``. Return its loss."""
    x, y, _, fx, fy = points
    loss = 0.0
    for c in range(len(starts) - 1):
        low, high = _unsigned(starts[c]), _unsigned(starts[c + 1])
        size, a, b = float(high - low), x[low], y[low]  # seen from a class mate: distant classes lose no digits
        ga, gb, squares = 0.0, 0.0, 0.0
        for k in range(low, high):
            ga += x[k] - a
            gb += y[k] - b
        ga /= size
        gb /= size
        for k in range(low, high):
            dx, dy = ga - (x[k] - a), gb - (y[k] - b)
            squares += dx * dx + dy * dy
            fx[k] += size * dx
            fy[k] += size * dy
        loss += size * squares
    return 0.5 * loss


@compiled
def pull_edges(points: Points, edges: Edges) -> float:
    """Add the pull along edges, to those partners that come later. Return its loss."""
    x, y, _, fx, fy = points
    loss = 0.0
    for i in range(len(edges.starts) - 1):
        for e in range(edges.starts[i], edges.starts[i + 1]):
            j = edges.others[e]
            dx, dy = (x[j] - x[i], y[j] - y[i]) if j > i else (0.0, 0.0)
            loss += dx * dx + dy * dy
            fx[i] += dx
            fy[i] += dy
            fx[j] -= dx
            fy[j] -= dy
    return 0.5 * loss


@compiled
def take(positions: Floats, order: Ints, into: Points) -> None:
    """Take points in some order from positions, (n, 2); no force is on them yet."""
    for k in range(len(order)):
        into.x[k], into.y[k] = positions[order[k], 0], positions[order[k], 1]
        into.fx[k], into.fy[k] = 0.0, 0.0


@compiled
def give(points: Points, order: Ints, forces: Floats) -> None:
    """Write the forces on points that were taken in some order to forces, (n, 2)."""
    for k in range(len(order)):
        forces[order[k], 0], forces[order[k], 1] = points.fx[k], points.fy[k]


@compiled
def add_sorted(points: Points, order: Numbers, into: Points) -> None:
    """Add the forces on points that were sorted to those on the points as they were before."""
    for k in range(len(order)):
        into.fx[order[k]] += points.fx[k]
        into.fy[order[k]] += points.fy[k]

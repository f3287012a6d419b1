"""Nearest neighbours: of points in any number of dimensions, and as pairs that springs tie."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, cast

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.validation.checks import as_floats, checked_integer, listed
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import FEATURE_MAX, KNN_DISTANCES_MAX, SceneLimits

_CELLS: Final = 2_000_000  # distances that are looked at together
_TREE_COLUMNS: Final = 12  # above, a tree looks at nearly all points, more slowly than NumPy does


def checked_features(x: object, limits: SceneLimits) -> Floats:
    """Return points in any number of dimensions, (n, d).

    Raises
    ------
    SceneError
        If they are not; names row and column.
    """
    what = f"finite real numbers from {-FEATURE_MAX:g} to {FEATURE_MAX:g}, an array of shape (n, d)"
    given = listed("x", x, limits.points, what)
    if not isinstance(given, np.ndarray):
        given = _array_of(given, what)
    if given.ndim != 2 or (given.shape[1] == 0 and len(given)):
        raise SceneError("x", Words(f"an array of shape {given.shape}"), "shape (n, d), a row for each point")
    if given.dtype.kind not in "iuf":
        raise SceneError("x", Words(f"an array of {given.dtype}"), what)
    array = as_floats(given)
    wrong = np.argwhere(~(np.abs(array) <= FEATURE_MAX))
    if wrong.size:
        i, column = (int(k) for k in wrong[0])
        raise SceneError(f"x[{i}][{column}]", float(array[i, column]), what)
    return array


def _array_of(rows: Any, what: str) -> Any:
    """Return a sequence of rows as an array, or say which one is none."""
    if not len(rows):
        return np.empty((0, 1))
    made = [np.asarray(listed(f"x[{i}]", row, 2**31, what)) for i, row in enumerate(rows)]
    for i, row in enumerate(made):
        if row.ndim != 1 or len(row) != len(made[0]) or row.dtype.kind not in "iuf":
            raise SceneError(f"x[{i}]", rows[i], f"{len(made[0])} numbers, as many as in x[0]" if made[0].ndim == 1 else what)
    return np.array(made)


def checked_knn(knn: object, n: int, limits: SceneLimits) -> Ints:
    """Return indices of neighbours, a row for each of n points, as pairs (i, j), i < j, each once.

    A pair is there if either point is among the other's neighbours. A point in its own row is left out, and so is −1, which
    says that there is no neighbour.

    Raises
    ------
    SceneError
        If it is no such array.
    """
    what = f"indices of points from 0 to {n - 1}, or -1 for none, an array of shape ({n}, k)"
    given = listed("knn", knn, limits.points, what)
    array = np.asarray(given if isinstance(given, np.ndarray) else _rows_of_indices(given, what))
    if array.ndim != 2 or len(array) != n:
        raise SceneError("knn", Words(f"an array of shape {array.shape}"), f"shape ({n}, k), a row for each point")
    if array.size and array.dtype.kind not in "iu":
        raise SceneError("knn", Words(f"an array of {array.dtype}"), what)
    if array.size > 2 * limits.springs:
        raise SceneError("knn", Words(f"{array.size} neighbours"), f"at most {2 * limits.springs}")
    wrong = np.argwhere((array < -1) | (array >= n)) if array.size else np.empty((0, 2), np.int64)
    if wrong.size:
        i, column = (int(k) for k in wrong[0])
        raise SceneError(f"knn[{i}]", int(array[i, column]), what)
    return mutual(array.astype(np.int64), n)


def _rows_of_indices(rows: Any, what: str) -> Any:
    """Return a sequence of rows as an array, or say which one is none."""
    if not len(rows):
        return np.empty((0, 0), np.int64)
    made = [np.asarray(listed(f"knn[{i}]", row, 2**31, what)) for i, row in enumerate(rows)]
    for i, row in enumerate(made):
        if row.ndim != 1 or len(row) != len(made[0]) or (row.size and row.dtype.kind not in "iu"):
            raise SceneError(f"knn[{i}]", rows[i], what)
    return np.array(made)


def mutual(neighbours: Ints, n: int) -> Ints:
    """Return the pairs (i, j), i < j, of which either has the other in its row of `neighbours`, ascending."""
    i = np.repeat(np.arange(len(neighbours)), neighbours.shape[1])
    j = neighbours.ravel()
    real = (j >= 0) & (j != i)
    i, j = i[real], j[real]
    keys = np.unique(np.minimum(i, j) * n + np.maximum(i, j))
    return np.stack(np.divmod(keys, max(n, 1)), axis=1)


def nearest(x: Floats, k: object) -> Ints:
    """Return the k nearest neighbours of each point, (n, k) indices, the nearest first, of equal distances the lower index.

    They are found by a tree where SciPy is installed and the dimensions are few, else by looking at all pairs; either gives the
    same, since candidates are compared by distances that are computed in one way.

    Parameters
    ----------
    x : (n, d) ndarray of float
        The points.
    k : int
        How many neighbours, 1 … n − 1; of no point or one there are none.

    Returns
    -------
    (n, k) ndarray of int

    Raises
    ------
    SceneError
        If k is refused, or there are too many points to look at all pairs.
    """
    n = len(x)
    count = checked_integer("k", k, 1, max(n - 1, 1))
    if n < 2:
        return np.empty((n, 0), np.int64)
    found = np.empty((n, count), np.int64)
    left = np.arange(n)
    if x.shape[1] <= _TREE_COLUMNS and _has_tree():
        left = import_module("springsim.model.kd_tree").search(x, count, found, _chosen)
    if len(left) * n > KNN_DISTANCES_MAX:
        more = f"fewer, or SciPy for up to {_TREE_COLUMNS} columns: pip install 'springsim[knn]'"
        raise SceneError("x", Words(f"{n} × {n} distances"), f"at most {KNN_DISTANCES_MAX}: {more}")
    centred = x - x.mean(axis=0)
    square = np.einsum("ij,ij->i", centred, centred)
    slack = 16.0 * (x.shape[1] + 8) * np.finfo(np.float64).eps * float(square.max())  # of both products, and of their sum
    size = max(_CELLS // n, 1)
    for low in range(0, len(left), size):
        rows = left[low : low + size]
        about = square[rows, None] - 2.0 * (centred[rows] @ centred.T) + square
        about[np.arange(len(rows)), rows] = np.inf
        bound = np.partition(about, count - 1, axis=1)[:, count - 1] + 2.0 * slack
        which, other = np.nonzero(about <= bound[:, None])
        _chosen(x, rows[which], other, count, found)
    return found


def _has_tree() -> bool:
    return find_spec("scipy") is not None


def _chosen(x: Floats, i: Ints, j: Ints, count: int, found: Ints) -> None:
    """Write the nearest `count` of candidates j of each point i into its row of `found`; i comes in groups, each of enough."""
    distance = np.zeros(len(i))
    for column in x.T:  # one after the other, so that the sums are the same whatever else is looked at
        distance += (column[i] - column[j]) ** 2
    order = np.lexsort((j, distance, i))
    i, j = i[order], j[order]
    first = np.flatnonzero(np.r_[True, i[1:] != i[:-1]])
    found[i[first]] = j[first[:, None] + np.arange(count)]


def positions_of(x: Floats, positions: object) -> object:
    """Return where points are drawn: as asked for or, of points in the plane, where they are.

    Raises
    ------
    SceneError
        If it is not asked for and x has not two columns.
    """
    if positions is None and x.shape[1] != 2 and len(x):
        call = "positions in the plane beside it, as in Scene.from_knn(x, k, positions=x[:, :2])"
        raise SceneError("positions", Words(f"none for x of {x.shape[1]} columns"), call)
    return cast("object", x.reshape(len(x), -1)[:, :2] if len(x) else np.empty((0, 2))) if positions is None else positions

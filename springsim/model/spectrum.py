"""The largest eigenvalue of a symmetric matrix, with the same bits however many threads BLAS may use.

LAPACK's products are made by several threads where a matrix is large, and are then added up in another order. A step of descent
stands on this number, and every run on its steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from springsim.arrays import Floats

_ALONE: Final = 100  # rows up to which LAPACK is used: it works with one thread there, and is quicker
_EXACT: Final = 1e-14  # of the eigenvalue: how much may be missing
_FIRST: Final = 20  # steps of Lanczos after which it is looked for the first time


def largest_eigenvalue(matrix: Floats) -> float:
    """Return the largest eigenvalue of a symmetric matrix, none of whose eigenvalues is negative.

    That of larger ones is found by the method of Lanczos, in which every vector is made orthogonal to all before it. Its sums
    are NumPy's own, not those of BLAS.

    Parameters
    ----------
    matrix : (n, n) ndarray of float
        The matrix, n > 0.

    Returns
    -------
    float
    """
    n = len(matrix)
    if n <= _ALONE:
        return float(np.linalg.eigvalsh(matrix)[-1])
    diagonal: list[float] = []
    beside: list[float] = []
    basis = np.empty((n, n))
    v = np.random.default_rng(0).uniform(-1.0, 1.0, n)  # of no symmetry: no eigenvector is orthogonal to it
    least = _EXACT * float(np.einsum("ij->i", np.abs(matrix)).max())
    length, found, look = _norm(v), 0.0, _FIRST
    for k in range(n):
        np.divide(v, length, out=basis[k])
        v = np.einsum("ij,j->i", matrix, basis[k])
        diagonal.append(float(np.einsum("i,i->", v, basis[k])))
        v -= diagonal[k] * basis[k]
        if k:
            v -= length * basis[k - 1]
        known = basis[: k + 1]  # v is orthogonal to all of them, but for rounding
        v -= np.einsum("k,ki->i", np.einsum("ki,i->k", known, v), known)
        length = _norm(v)
        done = k + 1 == n or length <= least
        if done or k + 1 == look:
            look += look // 2
            found, last = _top(diagonal, beside, found * (1.0 - _EXACT))
            if done or length * last <= _EXACT * found:
                break
        beside.append(length)
    return found


def _norm(v: Floats) -> float:
    return math.sqrt(float(np.einsum("i,i->", v, v)))


def _top(diagonal: Sequence[float], beside: Sequence[float], low: float) -> tuple[float, float]:
    """Return the largest eigenvalue of a tridiagonal matrix, and the size of the last component of its unit eigenvector.

    By bisection: x is above all eigenvalues where all pivots of the matrix minus x are negative. `low` is below it. Components
    follow from pivots taken from the last row up: those of the first rows are not small, as the vector that Lanczos begins with
    is of no direction.
    """
    squares = [b * b for b in beside]
    high = max(a + b + c for a, b, c in zip(diagonal, [*beside, 0.0], [0.0, *beside], strict=True))
    high += abs(high) * 1e-15
    while low < (x := 0.5 * (low + high)) < high:
        if _above(x, diagonal, squares):
            high = x
        else:
            low = x
    pivot, ratios = diagonal[-1] - high, []  # of each component to the one before it
    for a, b in zip(diagonal[-2::-1], reversed(beside), strict=True):
        ratios.append(b / pivot)
        pivot = a - high - b * ratios[-1]
    size, whole = 1.0, 1.0
    for ratio in reversed(ratios):
        size *= ratio
        whole += size * size
    return high, abs(size) / math.sqrt(whole)


def _above(x: float, diagonal: Sequence[float], squares: Sequence[float]) -> bool:
    pivot = diagonal[0] - x
    for a, b in zip(diagonal[1:], squares, strict=True):
        if pivot >= 0.0:
            return False
        pivot = a - x - b / pivot
    return pivot < 0.0

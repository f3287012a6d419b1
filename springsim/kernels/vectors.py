"""Products of long vectors by one thread.

BLAS starts threads for scalar products above 10,000 elements; on a busy machine they wait for each other, for milliseconds.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Floats

_ALONE: Final = 8_192  # elements that BLAS leaves to one thread


def dot(a: Floats, b: Floats) -> float:
    """Return Σ a b of two contiguous vectors of one length."""
    if len(a) < _ALONE:
        return float(np.dot(a, b))
    whole = len(a) // _ALONE * _ALONE
    parts = np.vecdot(a[:whole].reshape(-1, _ALONE), b[:whole].reshape(-1, _ALONE))
    return float(parts.sum()) + float(np.dot(a[whole:], b[whole:]))


def dots(rows: Floats, v: Floats) -> Floats:
    """Return the scalar product of each of the `rows`, (k, n), with `v`, (n,)."""
    found: Floats = np.vecdot(rows[:, :_ALONE], v[:_ALONE])
    for a in range(_ALONE, len(v), _ALONE):
        found += np.vecdot(rows[:, a : a + _ALONE], v[a : a + _ALONE])
    return found


def mixed(shares: Floats, rows: Floats) -> Floats:
    """Return Σ share · row, (n,), of `rows`, (k, n)."""
    result = np.empty(rows.shape[1])
    for a in range(0, len(result), _ALONE):  # part by part, which stays in the cache
        np.einsum("k,kn->n", shares, rows[:, a : a + _ALONE], out=result[a : a + _ALONE])
    return result

"""Springs pair by pair: gather the two ends, act, add up per point."""

from __future__ import annotations

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.kernels.base import Sums, coincides, hinges, squared
from springsim.model.conventions import REST
from springsim.model.domains import Domain


class Listed:
    """Kernel for explicit lists of springs.

    Parameters
    ----------
    n : int
        Number of points.
    attract, repulse : (k, 2) ndarray of int
        Similar and dissimilar pairs (i, j), i < j.
    margin : float
        The margin m.
    space : Domain
        Where the points are.
    """

    def __init__(self, n: int, attract: Ints, repulse: Ints, margin: float, space: Domain) -> None:
        self._n, self._split, self._margin, self._space = n, len(attract), margin, space
        self._ends = np.concatenate([attract, repulse]).T.ravel()  # all i, then all j
        k = len(self._ends) // 2
        self._i, self._j = self._ends[:k], self._ends[k:]
        self._signed = np.empty((2, 2 * k))  # force on i, then on j = minus that (Newton's third law), along x and y
        self._squares = np.empty((2, k - self._split))
        self._hinge = np.empty(k - self._split)

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        f = np.empty((2, self._n))
        sums = self.write(np.ascontiguousarray(positions.T), f)
        forces[...] = f.T
        return sums

    def write(self, x: Floats, f: Floats) -> Sums:
        """Write the forces at `x` into `f`, both of shape (2, n), and return the sums."""
        k, a = len(self._i), self._split
        d = self._signed[:, :k]
        np.subtract(x[:, self._i], x[:, self._j], out=d)
        pull, push = d[:, :a], d[:, a:]
        similar = 0.5 * float(np.einsum("ij,ij->", pull, pull))
        pull *= -1.0  # not np.negative: in place at a stride of 64 bytes, NumPy 2.4 writes wrong numbers
        dissimilar, pushing = self._push(x, push) if push.size else (0.0, 0)
        np.multiply(d, -1.0, out=self._signed[:, k:])
        for axis in (0, 1):
            f[axis] = np.bincount(self._ends, weights=self._signed[axis], minlength=self._n)
        return Sums(similar, dissimilar, pushing)

    def _push(self, x: Floats, d: Floats) -> tuple[float, int]:
        """Turn displacements into pushes, in place: max(0, m − d) / d times each (eq. 9)."""
        hinge = self._hinge
        squared(d, self._squares)
        coincide = hinges(d, self._margin, self._squares[0], hinge)
        loss, pushing = 0.5 * float(np.einsum("i,i->", hinge, hinge)), int(np.count_nonzero(hinge > REST * self._margin))
        np.divide(hinge, self._squares[0], out=hinge)
        d *= hinge
        if coincide:
            at = np.flatnonzero(coincides(self._squares[0]))
            i, j = self._i[self._split + at], self._j[self._split + at]
            d[:, at] = self._margin * self._space.parting(i, j, x[:, i])
        return loss, pushing

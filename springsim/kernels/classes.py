"""Points sorted by class, and the attraction within a class, which needs no pairs.

Σ_j (x_j − x_i) = n_c (mean_c − x_i), and Σ_{i<j} ½‖x_i − x_j‖² is ½ n_c Σ ‖x_i − mean_c‖².
"""

from __future__ import annotations

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.kernels.vectors import dot
from springsim.model.springs import Springs


class Classes:
    """The classes of a scene's springs; where they are by neighbours, every point is a class of its own.

    Parameters
    ----------
    springs : Springs
        The springs.
    held : (n,) ndarray of bool, optional
        Points that do not move: in `pull` those of a class stand at their common mean, which leaves out of the loss what
        similar springs between them add, and changes no force on another point.

    Attributes
    ----------
    order, back : (n,) ndarray of int
        Indices of the points, sorted by class, and the place of each point in that.
    starts, sizes : (c,) ndarray of int
        Place of the first point of each class, and number of its points.
    number : (n,) ndarray of int
        Number of the class, 0 … c − 1, of each point in sorted order.
    """

    def __init__(self, springs: Springs, held: Bools | None = None) -> None:
        n = len(springs)
        labels = np.arange(n) if springs.kind == "neighbours" else springs.labels
        self.order = np.argsort(labels, kind="stable")
        self.back = np.empty_like(self.order)
        self.back[self.order] = np.arange(n)
        ranked = labels[self.order]
        self.starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]][:n])
        self.sizes = np.diff(np.r_[self.starts, n])
        self.number = np.repeat(np.arange(len(self.starts)), self.sizes)
        self._alone = len(self.starts) == n
        self._first = self.starts[self.number]
        self._weight = np.repeat(self.sizes, self.sizes).astype(np.float64)
        self._to_mean = np.empty((2, n))
        self.means = Means(self.number, np.flatnonzero(held[self.order])) if held is not None and not self._alone else None

    def pull(self, x: Floats, f: Floats) -> float:
        """Write the pull within classes at `x` into `f`, both (2, n) in sorted order; return its loss.

        Where some points are held, `x` is a copy of theirs, and is changed.
        """
        if self._alone:
            f.fill(0.0)
            return 0.0
        if self.means is not None:
            self.means.write(*x)
        d = self._to_mean
        x.take(self._first, axis=1, out=d, mode="clip")
        np.subtract(x, d, out=f)  # seen from a class mate, so that distant classes lose no digits
        mean = np.add.reduceat(f, self.starts, axis=1)
        mean /= self.sizes
        mean.take(self.number, axis=1, out=d, mode="clip")
        d -= f
        np.multiply(d, self._weight, out=f)
        return 0.5 * dot(d.ravel(), f.ravel())


class Means:
    """The means of some points of each class.

    Parameters
    ----------
    number : (n,) ndarray of int
        The class of each point.
    some : (k,) ndarray of int
        Some of the points.
    """

    def __init__(self, number: Ints, some: Ints) -> None:
        self._some = some
        self._group = np.unique(number[some], return_inverse=True)[1]
        self._counts = np.bincount(self._group)

    def write(self, *coordinates: Floats) -> None:
        """Put each of them at the mean of those of its class, in place; each coordinate of the points is (n,) or longer."""
        for axis in coordinates:
            there = axis[self._some]
            first = np.zeros(len(self._counts))
            first[self._group] = there  # seen from one of them, so that distant classes lose no digits
            mean = first + np.bincount(self._group, there - first[self._group], len(first)) / self._counts
            axis[self._some] = mean[self._group]

"""Small scenes in which every pair has a spring: the whole matrix of pairs at once, both halves, with nothing sorted."""

from __future__ import annotations

import numpy as np

from springsim.arrays import Bools, Floats
from springsim.kernels.base import Sums, coincides, hinges, squared
from springsim.kernels.blocks import Blocks
from springsim.model.conventions import OUT_OF_REACH, REST
from springsim.model.scene import Scene


class Small(Blocks):
    """Kernel for few points: one block, by subtraction, into buffers that are made once.

    Parameters
    ----------
    scene : Scene
        The scene.
    held : (n,) ndarray of bool, optional
        Points that do not move: springs between two of them are left out.
    """

    def __init__(self, scene: Scene, held: Bools | None = None) -> None:
        springs, n = scene.springs, len(scene)
        if springs.kind == "labels":
            tied = springs.labels[:, None] == springs.labels
        else:
            tied = np.zeros((n, n), np.bool_)
            i, j = springs.similar.T
            tied[i, j] = tied[j, i] = True
        np.fill_diagonal(tied, False)
        still = np.zeros((n, n), np.bool_) if held is None else held & held[:, None]
        self._n, self._margin, self._space = n, scene.margin, scene.space
        self._apart = np.where(tied | still | np.eye(n, dtype=np.bool_), OUT_OF_REACH, 0.0)
        self._similar = (tied & ~still).astype(np.float64)
        self._any_similar = bool(self._similar.any())
        self._d, self._squares = np.empty((2, n, n)), np.empty((2, n, n))
        self._flat, self._pushes = self._squares.reshape(2, -1), np.empty(n * n, np.bool_)

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        d, (distance, weight), (flat, hinge), m = self._d, self._squares, self._flat, self._margin
        x = positions.T
        np.subtract(x[:, :, None], x[:, None], out=d)
        squared(d, self._squares)
        similar = 0.25 * float(np.dot(flat, self._similar.ravel())) if self._any_similar else 0.0
        np.add(distance, self._apart, out=distance)
        coincide = hinges(d, m, distance, weight)
        dissimilar = 0.25 * float(np.dot(hinge, hinge))
        pushing = int(np.count_nonzero(np.greater(hinge, REST * m, out=self._pushes))) // 2
        np.divide(hinge, flat, out=hinge)
        if self._any_similar:
            np.subtract(weight, self._similar, out=weight)
        np.einsum("ij,aij->ia", weight, d, out=forces)
        if coincide:
            i, j = np.nonzero(coincides(distance))
            push = m * self._space.parting(i, j, x[:, i])
            np.add.at(forces, i, push.T)
        return Sums(similar, dissimilar, pushing)

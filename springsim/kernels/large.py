"""Large scenes in which every pair has a spring: near pairs while few are near, all pairs where most are within the margin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from springsim.kernels.base import Floats, Kernel, Sums
from springsim.kernels.cells import Cells
from springsim.scene import Scene

_LOOK: Final = 0.5  # margins that a point moves until it is looked again how they crowd


class Large:
    """Kernel that is one of two others at a time.

    Parameters
    ----------
    scene : Scene
        The scene.
    near, every : callable
        Make the kernel for near pairs, and the one for all pairs.
    price : float
        What a pair of points in neighbouring cells costs in the first, in pairs of the second.
    """

    def __init__(self, scene: Scene, near: Callable[[Scene], Kernel], every: Callable[[Scene], Kernel], price: float) -> None:
        self._scene, self._make, self._price = scene, (near, every), price
        self._seen = np.full((len(scene), 2), np.inf)
        self._crowded: bool | None = None

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        if moved(positions, self._seen) > _LOOK * self._scene.margin:
            self._look(positions)
        return self._kernel.evaluate(positions, forces)

    def _look(self, positions: Floats) -> None:
        np.copyto(self._seen, positions)
        cells = Cells(positions.T, self._scene.margin, np.arange(len(positions)))
        crowded = self._price * float(cells.candidates.sum()) > self._scene.springs.counts[1]
        if crowded is not self._crowded:
            self._crowded, self._kernel = crowded, self._make[crowded](self._scene)


def moved(positions: Floats, before: Floats) -> float:
    """Return how far the point went that went farthest; infinity where `before` is that."""
    d = positions - before
    return float(np.sqrt(np.einsum("ij,ij->i", d, d).max(initial=0.0)))

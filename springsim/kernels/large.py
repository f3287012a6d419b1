"""Large scenes in which every pair has a spring: near pairs while few are near, all pairs where most are within the margin."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Bools, Floats
from springsim.kernels.base import Kernel, Sums, check_pairs, moved
from springsim.kernels.blocks import Blocks
from springsim.kernels.cells import Cells
from springsim.kernels.near import Near
from springsim.model.scene import Scene
from springsim.validation.limits import PUSHES_MAX

_LOOK: Final = 0.5  # margins that a point moves until it is looked again how they crowd
_PRICE: Final = 2.0  # of a pair that is met in cells, in pairs of a tile


class Large:
    """Kernel that is `Near` or `Blocks` at a time.

    Parameters
    ----------
    scene : Scene
        The scene.
    held : (n,) ndarray of bool, optional
        Points that do not move: what similar springs between two of them add to the loss is left out.
    """

    def __init__(self, scene: Scene, held: Bools | None = None) -> None:
        self._scene, self._held = scene, held
        self._seen = np.full((len(scene), 2), np.inf)
        self._kernel: Kernel | None = None

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        if self._kernel is None or moved(positions, self._seen) > _LOOK * self._scene.margin:
            kind = Blocks if self._crowded(positions) else Near
            np.copyto(self._seen, positions)
            if not isinstance(self._kernel, kind):
                self._kernel = kind(self._scene, self._held)
        return self._kernel.evaluate(positions, forces)

    def _crowded(self, positions: Floats) -> bool:
        near = int(Cells(positions.T, self._scene.margin, np.arange(len(positions))).candidates.sum())
        every = self._scene.springs.counts[1]
        check_pairs(len(positions), min(near, every), PUSHES_MAX)
        return _PRICE * near > every

"""The loss of a scene as a function of the coordinates by which its points move."""

from __future__ import annotations

import numpy as np

from springsim import kernels
from springsim.arrays import Floats
from springsim.energy.forces import largest_force, stable_step
from springsim.model.laws import CONTRASTIVE
from springsim.model.scene import Scene
from springsim.solvers.lbfgs import State

FEW = 64  #: points up to which classes are not gathered, because batches of such scenes take the same steps and do not gather


class SceneSlope:
    """The loss of a scene as a function of coordinates.

    Parameters
    ----------
    scene : Scene
        The scene; its positions are the start.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene, self._kernel, self._step = scene, kernels.for_scene(scene), stable_step(scene)
        self._f = np.empty_like(scene.positions)

    def start(self) -> State:
        """Return the state of the scene as it is."""
        x = self._scene.positions
        return self._state(x, self._scene.space.coordinates(x))

    def moved(self, here: State, step: Floats) -> State:
        """Return the state a step of the coordinates from here; pinned points stay to the bit."""
        return self._state(*self._scene.space.advanced(here.x, here.at, step))

    def gathered(self, here: State) -> State | None:
        """Return the state in which each class is in one place: its mean, or that of its pinned points where it has some.

        That is where similar springs alone take them. None where that is not so, and of `FEW` points.
        """
        scene = self._scene
        if scene.law != CONTRASTIVE or scene.springs.kind != "labels" or scene.space.length is not None or len(scene) <= FEW:
            return None
        number = np.unique(scene.labels, return_inverse=True)[1]
        pins = np.bincount(number, scene.pinned)
        share = np.where(pins[number] > 0.0, scene.pinned, 1.0)
        counts = np.bincount(number, share)
        place = np.stack([np.bincount(number, share * a) / counts for a in here.x.T], axis=1)
        return self.moved(here, np.where(scene.pinned[:, None], 0.0, place[number] - here.x))

    def _state(self, x: Floats, at: Floats) -> State:
        scene, space, f = self._scene, self._scene.space, self._f
        sums = self._kernel.evaluate(x, f)
        f[scene.pinned] = 0.0
        force = largest_force(space.acting(x, f), scene.pinned)
        loss = sums.similar + sums.dissimilar
        along, safe = space.along(x, f), space.turned(x, self._step * f)
        return State(x, at, along.copy(), safe, loss, force, sums.pushing)

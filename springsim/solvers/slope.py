"""The loss of a scene as a function of the coordinates by which its points move."""

from __future__ import annotations

from math import sqrt

import numpy as np

from springsim import kernels
from springsim.arrays import Bools, Floats
from springsim.energy.forces import stable_step
from springsim.kernels.base import moving
from springsim.model.laws import CONTRASTIVE
from springsim.model.scene import Scene
from springsim.solvers.forest import Forest, suits
from springsim.solvers.lbfgs import State, largest, rounding

FEW = 64  #: points of a scene that takes the same steps in a batch: it is not gathered, and settles beyond the tolerance


class SceneSlope:
    """The loss of a scene as a function of coordinates.

    Parameters
    ----------
    scene : Scene
        The scene; its positions are the start.

    Attributes
    ----------
    few : bool
        Whether there are at most `FEW` points.
    """

    def __init__(self, scene: Scene) -> None:
        pinned = scene.pinned
        constant = np.count_nonzero(pinned) > 1  # a part of the loss that never changes, and is left out
        self._scene, self._kernel = scene, kernels.for_scene(scene, pinned if constant else None)
        self._step, self._f = stable_step(scene), np.empty_like(scene.positions)
        self._free = np.flatnonzero(~pinned) if pinned.any() else slice(None)
        self._tied = tied(scene)
        self._forest: Forest | None = None
        self.few = len(scene) <= FEW

    def start(self) -> State:
        """Return the state of the scene as it is."""
        x = self._scene.positions
        return self._state(x, self._scene.space.coordinates(x[self._free]))

    def moved(self, here: State, step: Floats) -> State:
        """Return the state a step of the coordinates from here; pinned points stay to the bit."""
        if self._forest is None:
            x, at = self._scene.space.advanced(here.x[self._free], here.at, step)
        else:
            at = here.at + step
            x = self._scene.space.clipped(self._forest.positions(at))
        if not isinstance(self._free, slice):
            places = here.x.copy()
            places[self._free] = x
            x = places
        return self._state(x, at)

    def along_springs(self, here: State) -> State | None:
        """Return the same state by coordinates along the similar springs, as all states from here on; None if that is no help.

        It helps where similar springs make chains or trees, on which a force takes many steps to act from end to end.
        """
        if not suits(self._scene):
            return None
        self._forest = Forest(self._scene)
        return self._state(here.x, self._forest.displacements(here.x[self._free]))

    def rounding(self, here: State) -> float:
        """Return about the largest force that may be rounding alone."""
        return float(rounding(largest(here.x[self._tied]), self._scene.margin, self._step))

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
        return self.moved(here, (place[number] - here.x)[self._free])

    def _state(self, x: Floats, at: Floats) -> State:
        space, free = self._scene.space, self._free
        sums = self._kernel.evaluate(x, self._f)
        x_free, f = x[free], self._f[free]
        along, safe = space.along(x_free, f), space.turned(x_free, self._step * f)
        force = sqrt(np.einsum("ij,ij->i", along, along).max(initial=0.0))
        if self._forest is not None:
            along, safe = self._forest.along(f), self._forest.displacements(safe, steps=True)
        return State(x, at, along.copy(), safe, sums.similar + sums.dissimilar, force, sums.pushing)


def tied(scene: Scene) -> Bools:
    """Return which points are free or have a similar spring to one that is; of the others those that push are near these."""
    if scene.springs.kind == "labels":
        return np.isin(scene.labels, scene.labels[~scene.pinned])
    marks = ~scene.pinned
    marks[moving(scene.springs.similar, scene.pinned).ravel()] = True
    return marks

"""The scenes that are measured, and our own kernels for them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from itertools import cycle

import numpy as np
import numpy.typing as npt

import springsim as ss
from springsim import kernels

Floats = npt.NDArray[np.float64]

MEMBERS = 10  #: points of a local class
OTHERS = 20  #: points within m of another, where classes are local
CROWDED = 40  #: and where they are crowded
_SCATTER = 0.5  # margins: the standard deviation of a local class


def numpy_only() -> contextlib.AbstractContextManager[None]:
    """Return a context in which no compiled kernel is picked."""
    return kernels.numpy_only()


def dense(n: int, classes: int) -> ss.Scene:
    """Return n points of so many classes in a disc of diameter m: all pairs are within m, every dissimilar one pushes."""
    rng = np.random.default_rng(0)
    radius, angle = 0.5 * np.sqrt(rng.uniform(size=n)), rng.uniform(0.0, 2.0 * np.pi, n)
    return ss.Scene.from_labels(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), np.arange(n) % classes)


def mixed(n: int, classes: int, seed: int) -> ss.Scene:
    """Return n points at random, normally distributed with 0.7 m along x and y, with random labels of so many classes."""
    rng = np.random.default_rng(seed)
    return ss.Scene.from_labels(rng.normal(scale=0.7, size=(n, 2)), rng.integers(0, classes, n))


def local(n: int, others: float = OTHERS) -> ss.Scene:
    """Return n points in local classes, at a density of so many others within m, whatever n is.

    Ten points of a class are scattered about its centre, normally distributed with 0.5 m along x and y. The centres are those
    of a square grid, each moved at random within its own cell.
    """
    rng = np.random.default_rng(0)
    labels = np.arange(n) // MEMBERS
    number = int(labels[-1]) + 1
    side = int(np.ceil(np.sqrt(number)))
    cells = np.stack([np.arange(number) % side, np.arange(number) // side], axis=1) + rng.uniform(size=(number, 2))
    pitch = np.sqrt(MEMBERS * np.pi / others)
    return ss.Scene.from_labels(pitch * cells[labels] + rng.normal(scale=_SCATTER, size=(n, 2)), labels)


def evaluation(scene: ss.Scene, *others: Floats) -> Callable[[], tuple[float, Floats]]:
    """Return a call for loss and forces by the kernel that is picked now.

    Each call is for the next of the positions given, over and over, so that nothing kept of a call before serves all of it.
    """
    kernel, forces, places = kernels.for_scene(scene), np.empty_like(scene.positions), cycle([scene.positions, *others])

    def call() -> tuple[float, Floats]:
        sums = kernel.evaluate(next(places), forces)
        return sums.similar + sums.dissimilar, forces

    return call

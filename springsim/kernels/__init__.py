"""The sums over springs done fast: forces, partial losses and active springs of a fixed set of springs at any positions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final

import numpy as np

from springsim.arrays import Bools
from springsim.kernels.base import Kernel, Sums, moving
from springsim.kernels.blocks import Blocks
from springsim.kernels.crowd import Crowd
from springsim.kernels.generic import Generic
from springsim.kernels.large import Large
from springsim.kernels.listed import Listed
from springsim.kernels.small import Small
from springsim.model.laws import CONTRASTIVE
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError
from springsim.validation.limits import PUSHES_MAX

__all__ = ["Kernel", "Sums", "for_scene", "is_compiled", "load", "losses", "numpy_only", "picking"]

_SMALL: Final = 64  # points up to which the whole matrix of pairs at once is quickest
_QUICK: Final = 12_500_000  # pairs of places that are looked at sooner than most points are sorted into cells
_LARGE: Final = 1_000  # points from which it may be that few pairs are near, and compiled loops pay for being loaded

_picked: ContextVar[bool | None] = ContextVar("compiled", default=None)  # by `picking`
_loaded = False  # by `load`


def for_scene(scene: Scene, held: Bools | None = None) -> Kernel:
    """Return the kernel for the springs and the margin of `scene`; it owns its buffers, so one thread at a time uses it.

    All are made for the springs of the paper, at distances in the plane, but `Generic`, which takes any law and any domain.
    Which one it is follows from the law, the kind of springs, the number of points, how they crowd, whether Numba is installed,
    and `load`: never from what was computed before, so that the same scene gives the same bytes. Work that is handed to another
    process takes the answer of `is_compiled` with it, for `picking` there.

    Parameters
    ----------
    scene : Scene
        The scene.
    held : (n,) ndarray of bool, optional
        Points that will not move. Springs between two of them are left out: what they add to the loss never changes, and would
        hide in its rounding what does. The forces on these points are then those of the other springs at most. Where every pair
        of more than 64 points has a spring, only the similar ones are left out; the others add ½ m² each at most.

    Raises
    ------
    RuntimeError
        If a compiled kernel is to be picked, by `picking`, and there is none.
    """
    springs, n = scene.springs, len(scene)
    if not _is_plain(scene):
        return Generic(scene, held)
    if not springs.all_pairs:
        return Listed(n, moving(springs.similar, held), moving(springs.dissimilar, held), scene.margin, scene.space)
    if n <= _SMALL:
        return Small(scene, held)
    compiled = _compiled_for(scene)
    if compiled is None:
        return Blocks(scene, held) if n < _LARGE else Large(scene, held)
    fast: Kernel = compiled.CompiledDense(scene, held) if n < _LARGE else compiled.Compiled(scene, held)
    return fast


def losses(scene: Scene) -> tuple[float, float]:
    """Return the similar and the dissimilar part of the loss of a scene: by weights where many points share few places.

    Raises
    ------
    SceneError
        If too many pairs of points are near each other.
    """
    crowd = Crowd.of(scene) if _is_plain(scene) and scene.springs.kind == "labels" else None
    if crowd is not None and crowd.work <= _QUICK:
        return crowd.losses()
    try:
        sums = for_scene(scene).evaluate(scene.positions, np.empty_like(scene.positions))
    except SceneError:
        if crowd is None or crowd.work > PUSHES_MAX // 2:
            raise
        return crowd.losses()
    return sums.similar, sums.dissimilar


def _is_plain(scene: Scene) -> bool:
    """Tell whether the specialised kernels are right for a scene."""
    return scene.law == CONTRASTIVE and scene.space.straight


def is_compiled(scene: Scene) -> bool:
    """Tell whether the kernel for `scene` is a compiled one."""
    return _compiled_for(scene) is not None


def load() -> bool:
    """Have this process use compiled kernels for scenes below 1000 points too: for a server, which will compute many.

    A program that computes few is done sooner without: loading takes up to a second, the first time some more.

    Returns
    -------
    bool
        Whether there are any: they need Numba.
    """
    global _loaded
    compiled = _compiled()
    if compiled is None:
        return False
    places = np.stack([np.arange(4.0), np.zeros(4)], axis=1)
    for scene in (Scene.from_labels(places, [0, 0, 1, 1]), Scene.from_neighbours(places, [[0, 1]])):
        for kernel in (compiled.CompiledDense, compiled.CompiledCells):  # the first call of each takes longest
            kernel(scene).evaluate(places, np.empty_like(places))
    _loaded = True
    return True


@contextmanager
def picking(compiled: bool) -> Iterator[None]:
    """Within this context, in this thread, pick kernels as another process does.

    Parameters
    ----------
    compiled : bool
        What `is_compiled` says there of the scenes that are computed. If they are compiled there and cannot be here, that is an
        error: other kernels would give other bits.
    """
    token = _picked.set(compiled)
    try:
        yield
    finally:
        _picked.reset(token)


def numpy_only() -> AbstractContextManager[None]:
    """Within this context, in this thread, no compiled kernel is picked."""
    return picking(False)


def _compiled_for(scene: Scene) -> ModuleType | None:
    """Return the compiled kernels where one is to be picked for `scene`."""
    if len(scene) <= _SMALL or not scene.springs.all_pairs or not _is_plain(scene):
        return None
    picked = _picked.get()
    if picked is None:
        return _compiled() if _loaded or len(scene) >= _LARGE else None
    if not picked:
        return None
    compiled = _compiled()
    if compiled is None:
        raise RuntimeError("this work comes from a process with compiled kernels, and there are none here: they need Numba")
    return compiled


@cache
def _compiled() -> ModuleType | None:
    """Return the compiled kernels, or None where there is no Numba that fits this Python and NumPy."""
    try:
        return import_module("springsim.kernels.compiled")  # only when it is asked for: loading Numba takes half a second
    except ImportError:
        return None

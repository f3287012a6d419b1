"""The sums over springs done fast: forces, partial losses and active springs of a fixed set of springs at any positions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import ModuleType
from typing import Final

from springsim.kernels.base import Kernel, Sums
from springsim.kernels.blocks import Blocks
from springsim.kernels.large import Large
from springsim.kernels.listed import Listed
from springsim.kernels.near import Near
from springsim.kernels.small import Small
from springsim.scene import Scene

__all__ = ["Kernel", "Sums", "for_scene", "numpy_only"]

_SMALL: Final = 64  # points up to which the whole matrix of pairs at once is quickest
_LARGE: Final = 1_000  # points from which compiled loops pay for being loaded, and few pairs may be near
_PRICE: Final = 2.0  # of a pair that is looked up, in pairs of a tile
_PRICE_COMPILED: Final = 1.3

_compiled: ContextVar[bool] = ContextVar("compiled", default=True)


def for_scene(scene: Scene) -> Kernel:
    """Return the kernel for the springs and the margin of `scene`; it owns its buffers, so one thread at a time uses it.

    Which one it is follows from the kind of springs, the number of points, how they crowd, and whether Numba is installed:
    never from what was computed before, so that the same scene gives the same bytes.
    """
    springs, n = scene.springs, len(scene)
    if not springs.all_pairs:
        return Listed(n, springs.similar, springs.dissimilar, scene.margin, circle=scene.domain == "circle")
    if n <= _SMALL:
        return Small(scene)
    if n < _LARGE:
        return Blocks(scene)
    loops = _loops() if _compiled.get() else None
    if loops is not None:
        return Large(scene, loops.CompiledCells, loops.CompiledDense, _PRICE_COMPILED)
    return Large(scene, Near, Blocks, _PRICE)


@contextmanager
def numpy_only() -> Iterator[None]:
    """Within this context, in this thread, no compiled kernel is picked."""
    token = _compiled.set(False)
    try:
        yield
    finally:
        _compiled.reset(token)


@cache
def _loops() -> ModuleType | None:
    """Return the compiled kernels, or None where there is no Numba that fits this Python and NumPy."""
    try:
        from springsim.kernels import compiled  # only when it is asked for: loading Numba takes a while
    except ImportError:
        return None
    return compiled

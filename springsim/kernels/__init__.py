"""The sums over springs done fast: forces, partial losses and active springs of a fixed set of springs at any positions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final

from springsim.kernels.base import Kernel, Sums
from springsim.kernels.blocks import Blocks
from springsim.kernels.large import Large
from springsim.kernels.listed import Listed
from springsim.kernels.small import Small
from springsim.scene import Scene

__all__ = ["Kernel", "Sums", "for_scene", "numpy_only"]

_SMALL: Final = 64  # points up to which the whole matrix of pairs at once is quickest
_LARGE: Final = 1_000  # points from which it may be that few pairs are near, and compiled loops pay for being loaded

_allowed: ContextVar[bool] = ContextVar("compiled", default=True)


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
    compiled = _compiled() if _allowed.get() else None
    return Large(scene) if compiled is None else compiled(scene)


@contextmanager
def numpy_only() -> Iterator[None]:
    """Within this context, in this thread, no compiled kernel is picked."""
    token = _allowed.set(False)
    try:
        yield
    finally:
        _allowed.reset(token)


@cache
def _compiled() -> Callable[[Scene], Kernel] | None:
    """Return what makes compiled kernels, or None where there is no Numba that fits this Python and NumPy."""
    try:
        from springsim.kernels.compiled import Compiled  # only when it is asked for: loading Numba takes half a second
    except ImportError:
        return None
    return Compiled

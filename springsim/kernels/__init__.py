"""The sums over springs done fast: forces, partial losses and active springs of a fixed set of springs at any positions."""

from __future__ import annotations

from springsim.kernels.base import Kernel, Sums
from springsim.kernels.blocks import Blocks
from springsim.kernels.listed import Listed
from springsim.scene import Scene

__all__ = ["Kernel", "Sums", "for_scene"]


def for_scene(scene: Scene) -> Kernel:
    """Return the kernel for the springs and the margin of `scene`; it owns its buffers, so one thread at a time uses it."""
    springs = scene.springs
    if springs.all_pairs:
        return Blocks(scene)
    return Listed(len(scene), springs.similar, springs.dissimilar, scene.margin, circle=scene.domain == "circle")

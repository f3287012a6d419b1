"""What there is to say of a scene at rest: what its kind is apart from, and which springs keep its loss above zero."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np

from springsim.energy.forces import spring_blocks
from springsim.energy.stability import Stability
from springsim.model.conventions import REST
from springsim.model.domains import places
from springsim.model.scene import Scene

_LOSS: Final = 1e-6  # of m²: a smaller loss is what is left of the descent

#: What moves and costs nothing whatever the springs do, so that a kind of equilibrium is told apart from it.
Together = Literal["all", "pin", "circle", "none"]
#: Of which case a rest is: nothing is there, nothing can move, a point is alone, nothing is tied; else its kind.
Case = Literal["empty", "pinned", "alone", "untied", "stable", "flat", "saddle"]
#: What keeps springs from coming to rest: one another, pins, or the circle.
Against = Literal["springs", "pins", "circle", "none"]


class Strain(NamedTuple):
    """The springs that are not at rest where the points are.

    Attributes
    ----------
    stretched, pressed : int
        Similar springs at a free point that pull, and dissimilar ones that push.
    between_pins : int
        Springs that act between two pinned points.
    against : {"springs", "pins", "circle", "none"}
        What they work against.
    """

    stretched: int
    pressed: int
    between_pins: int
    against: Against


def case(found: Stability) -> Case:
    """Return of which case a rest is."""
    scene = found.scene
    if not len(scene):
        return "empty"
    if scene.pinned.all():
        return "pinned"
    if not sum(scene.springs.counts):
        return "alone" if len(scene) == 1 else "untied"
    return found.kind


def together(found: Stability) -> Together:
    """Return which motions of all points together were left out of a kind."""
    if not found.rigid:
        return "none"
    if found.scene.space.dimensions == 1:
        return "circle"
    return "pin" if len(places(found.scene.positions[found.scene.pinned])) else "all"


def strain(scene: Scene) -> Strain | None:
    """Return the springs that keep the loss of a scene at rest above zero; None where it is zero."""
    tense, loss = REST * scene.margin, 0.0
    stretched = pressed = between = 0
    for block in spring_blocks(scene):
        loss += float(block.loss.sum())
        fixed = scene.pinned[block.i] & scene.pinned[block.j]
        acts = np.abs(block.tension) > tense
        between += int(np.count_nonzero(acts & fixed))
        stretched += int(np.count_nonzero(acts & ~fixed & block.similar))
        pressed += int(np.count_nonzero(acts & ~fixed & ~block.similar))
    if loss <= _LOSS * scene.margin**2:
        return None
    against: Against = "none"
    if stretched and pressed:
        against = "springs"
    elif stretched or pressed:
        against = "pins" if scene.pinned.any() else "circle" if scene.space.dimensions == 1 else "springs"
    return Strain(stretched, pressed, between, against)

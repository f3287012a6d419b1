"""The exact second derivatives of the loss over the points that are free, and the motions that change no distance.

With r̂ the direction of a pair, a spring has the curvature ``φ'' r̂ r̂ᵀ + φ'/d (I − r̂ r̂ᵀ)``. Of the paper's, a similar one
(eq. 6) has I, a dissimilar one (eq. 8) that pushes ``r̂ r̂ᵀ − (m − d)/d (I − r̂ r̂ᵀ)``: 1 along the pair, and across it less than
nothing, since to turn aside is to get away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from springsim import kernels
from springsim.arrays import Bools, Floats, Ints
from springsim.model.conventions import REST
from springsim.model.laws import Partial, checked_curved
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import STABILITY_PAIRS_MAX

_AT_ONCE: Final = 2**17  # springs that are computed together
NEAREST: Final = 1e-6  #: margins: a dissimilar pair nearer than that is a peak of its loss, with curvature −1 / NEAREST


class Hessian(NamedTuple):
    """Second derivatives of the sum loss.

    Attributes
    ----------
    matrix : (k, k) ndarray of float
        By x and y of each free point in turn, k = 2 f; on the circle by the angle of each, k = f.
    hinges : int
        Dissimilar springs at the hinge d = m, to 1e-6 margins, where the curvature along the pair jumps from 1 to 0. The
        side of 0 is taken: what has come to rest does not push. Here and below, those between two pinned points do not count.
    coincident : int
        Dissimilar pairs nearer than 1e-6 margins, where the loss has a peak like a cone's and no curvature. It is taken to
        be −1e6 in every direction: nothing rests there.
    """

    matrix: Floats
    hinges: int
    coincident: int


def hessian(scene: Scene) -> Hessian:
    """Return the second derivatives of the sum loss over the free points, from the springs that end at one of them.

    Parameters
    ----------
    scene : Scene
        The scene.

    Returns
    -------
    Hessian

    Raises
    ------
    SceneError
        As `check_size` says.
    """
    check_size(scene)
    free = np.flatnonzero(~scene.pinned)
    f, x, m = len(free), scene.positions, scene.margin
    place = np.full(len(scene), -1)
    place[free] = np.arange(f)
    matrix, own = np.zeros((f, 2, f, 2)), np.zeros((f, 2, 2))
    hinges = coincident = 0.0
    for row, other, similar in _springs(scene, free):
        r = scene.space.shortest(x[free[row]] - x[other])
        distance = np.hypot(r[:, 0], r[:, 1])
        blocks, peak = _curvatures(scene, r, distance, similar)
        column = place[other]
        inner = column >= 0
        for kind in (similar, ~similar):  # a pair is in each kind once at the most
            some = kind & inner
            matrix[row[some], :, column[some], :] -= blocks[some]
        for a in (0, 1):
            for b in (0, 1):
                own[:, a, b] += np.bincount(row, weights=blocks[:, a, b], minlength=f)
        share = np.where(inner, 0.5, 1.0)  # a spring between two free points comes twice
        hinges += float(share[~similar & (np.abs(distance - scene.law.dissimilar.reach * m) <= REST * m)].sum())
        coincident += float(share[peak].sum())
    every = np.arange(f)
    matrix[every, :, every, :] = own
    whole = np.zeros_like(x)
    if scene.space.dimensions == 1:  # only there the forces matter: it turns as the point moves
        kernels.for_scene(scene).evaluate(x, whole)
    return Hessian(scene.space.curved(matrix, x[free], whole[free]), round(hinges), round(coincident))


def check_size(scene: Scene) -> None:
    """Refuse a scene whose Hessian would take too much time or memory, or whose law has none.

    Raises
    ------
    SceneError
        If there are more than `limits.STABILITY_PAIRS_MAX` pairs of a free point and any point, or ends of listed springs at
        free points, or if the law of the scene does not tell its curvature.
    """
    checked_curved(scene.law)
    count = int(np.count_nonzero(~scene.pinned))
    if count * len(scene) > STABILITY_PAIRS_MAX:
        given = Words(f"{count} free points of {len(scene)}")
        raise SceneError("scene", given, f"at most {STABILITY_PAIRS_MAX // len(scene)} free among so many")
    springs = scene.springs
    if springs.kind == "pairs":
        ends = sum(int(np.count_nonzero(~scene.pinned[pairs])) for pairs in (springs.similar, springs.dissimilar))
        if ends > STABILITY_PAIRS_MAX:
            raise SceneError("scene", Words(f"{ends} springs at free points"), f"at most {STABILITY_PAIRS_MAX}")


def _springs(scene: Scene, free: Ints) -> Iterator[tuple[Ints, Ints, Bools]]:
    """Go through the springs at the free points, some at a time: place of the free point, other point, whether similar."""
    points = len(free) if scene.springs.kind == "pairs" else max(_AT_ONCE // len(scene), 1) if len(scene) else 1
    for low in range(0, len(free), max(points, 1)):
        which, other, similar = scene.springs.at(free[low : low + points])
        for first in range(0, len(which), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            yield which[some] + low, other[some], similar[some]


def _curvatures(scene: Scene, r: Floats, distance: Floats, similar: Bools) -> tuple[Floats, Bools]:
    """Return the curvature of each of k springs, (k, 2, 2), and which of them are dissimilar and coincide at a peak."""
    law, m = scene.law, scene.margin
    peak = ~similar & (distance < NEAREST * m) & has_peak(law.dissimilar, m)
    pushes = ~similar & ~peak & (distance < (law.dissimilar.reach - REST) * m)
    blocks = np.zeros((len(r), 2, 2))
    blocks[peak] = -np.eye(2) / NEAREST
    direction, along, across = bends(law.similar, r[similar], distance[similar], m)
    outer = direction[:, :, None] * direction[:, None, :]
    blocks[similar] = across[:, None, None] * np.eye(2) + (along - across)[:, None, None] * outer
    direction, along, across = bends(law.dissimilar, r[pushes], distance[pushes], m)
    outer = direction[:, :, None] * direction[:, None, :]
    blocks[pushes] = along[:, None, None] * outer + across[:, None, None] * (np.eye(2) - outer)
    return blocks, peak


def has_peak(partial: Partial, margin: float) -> bool:
    """Tell whether coincident points push each other: there the loss has a peak like a cone's, and no curvature."""
    return bool(partial.slope(np.zeros(1), margin)[0] < 0.0)


def bends(partial: Partial, r: Floats, distance: Floats, margin: float) -> tuple[Floats, Floats, Floats]:
    """Return the unit directions of pairs at displacements (…, 2), and the curvature of their loss along and across them.

    Pairs that coincide, to `NEAREST` margins, have their curvature at d = 0 in every direction.
    """
    assert partial.curvature is not None
    near = distance < NEAREST * margin
    apart = np.where(near, NEAREST * margin, distance)
    along = partial.curvature(distance, margin)
    return r / apart[..., None], along, np.where(near, along, partial.across(apart, margin))


def rigid_motions(scene: Scene) -> Floats:
    """Return the motions that change no distance, as orthonormal rows over the coordinates of `Hessian`.

    In the plane these are two translations and a turn; one pinned place leaves the turn about it, two leave nothing. On the
    circle it is the turn, unless a point is pinned.

    Parameters
    ----------
    scene : Scene
        The scene.

    Returns
    -------
    (r, k) ndarray of float
    """
    return scene.space.rigid_motions(scene.positions[~scene.pinned], scene.positions[scene.pinned], scene.margin)

"""The exact second derivatives of the loss over the points that are free, and the motions that change no distance.

With r̂ the direction of a pair, a similar spring (eq. 6) has the curvature I, a dissimilar one (eq. 8) that pushes has
``r̂ r̂ᵀ − (m − d)/d (I − r̂ r̂ᵀ)``: 1 along the pair, and across it less than nothing, since to turn aside is to get away.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from springsim import kernels
from springsim.domains import tangents
from springsim.kernels.base import REST
from springsim.scene import Scene

Floats = npt.NDArray[np.float64]

NEAREST: Final = 1e-6  #: margins: a dissimilar pair nearer than that is a peak of its loss, with curvature −1 / NEAREST


class Hessian(NamedTuple):
    """Second derivatives of the sum loss.

    Attributes
    ----------
    matrix : (k, k) ndarray of float
        By x and y of each free point in turn, k = 2 f; on the circle by the angle of each, k = f.
    hinges : int
        Dissimilar springs at the hinge d = m, to 1e-6 margins, where the curvature along the pair jumps from 1 to 0. The
        side of 0 is taken: what has come to rest does not push.
    coincident : int
        Dissimilar pairs nearer than 1e-6 margins, where the loss has a peak like a cone's and no curvature. It is taken to
        be −1e6 in every direction: nothing rests there.
    """

    matrix: Floats
    hinges: int
    coincident: int


def hessian(scene: Scene) -> Hessian:
    """Return the second derivatives of the sum loss over the free points.

    Parameters
    ----------
    scene : Scene
        The scene.

    Returns
    -------
    Hessian
    """
    n, free = len(scene), ~scene.pinned
    i, j, similar = scene.springs.pairs
    r = scene.positions[i] - scene.positions[j]
    distance = np.hypot(r[:, 0], r[:, 1])
    peak = ~similar & (distance < NEAREST * scene.margin)
    pushes = ~similar & ~peak & (distance < (1.0 - REST) * scene.margin)
    blocks = np.zeros((len(i), 2, 2))
    blocks[similar] = np.eye(2)
    blocks[peak] = -np.eye(2) / NEAREST
    along = r[pushes] / distance[pushes, None]
    along = along[:, :, None] * along[:, None, :]
    aside = (scene.margin / distance[pushes] - 1.0)[:, None, None]
    blocks[pushes] = along - aside * (np.eye(2) - along)
    whole = np.zeros((n, 2, n, 2))
    for kind in (similar, ~similar):  # a pair is in each kind once at the most
        whole[i[kind], :, j[kind], :] -= blocks[kind]
        whole[j[kind], :, i[kind], :] -= blocks[kind]
    every = np.arange(n)
    whole[every, :, every, :] = -whole.sum(axis=2).transpose(0, 2, 1)
    matrix = whole[free][:, :, free]
    if scene.domain == "circle":
        matrix = _by_angle(scene, matrix)
    k = len(matrix) * (2 if scene.domain == "plane" else 1)
    hinges = ~similar & (np.abs(distance - scene.margin) <= REST * scene.margin)
    return Hessian(matrix.reshape(k, k), int(hinges.sum()), int(peak.sum()))


def _by_angle(scene: Scene, matrix: Floats) -> Floats:
    """Return second derivatives by angles: x'' = −x adds what the force pulls inward or pushes outward."""
    free = ~scene.pinned
    forces = np.empty_like(scene.positions)
    kernels.for_scene(scene).evaluate(scene.positions, forces)
    along = tangents(scene.positions[free])
    by_angle: Floats = np.einsum("ia,iajb,jb->ij", along, matrix, along, optimize=True)
    by_angle[np.diag_indices(len(along))] += np.einsum("ij,ij->i", forces, scene.positions)[free]
    return by_angle


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
    free, held = scene.positions[~scene.pinned], np.unique(scene.positions[scene.pinned], axis=0)
    if scene.domain == "circle":
        count = 0 if len(held) or not len(free) else 1
        return np.full((count, len(free)), 1.0 / np.sqrt(max(len(free), 1)))
    motions: Floats = np.zeros((0, 2 * len(free)))
    if len(free) and len(held) < 2:
        middle = held[0] if len(held) else free.mean(axis=0)
        turn = tangents(free - middle).ravel()
        shifts: Floats = np.zeros((0, turn.size)) if len(held) else np.tile(np.eye(2), len(free)) / np.sqrt(len(free))
        size = float(np.linalg.norm(turn))
        one_place = REST * scene.margin * np.sqrt(len(free))
        motions = np.vstack([shifts, turn / size]) if size > one_place else shifts  # points in one place do not turn
    return motions

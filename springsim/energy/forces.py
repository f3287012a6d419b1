"""Loss, forces and stable step of a scene; the springs one by one."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Literal, NamedTuple, get_args

import numpy as np

from springsim import kernels
from springsim.arrays import Bools, Floats, Ints
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError
from springsim.validation.kinds import checked_kind
from springsim.validation.positional import keyword_only

_AT_ONCE = 2**20  # springs that are measured together, so that of twenty million there is little but the result

Reduction = Literal["sum", "mean"]


class PairDistances(NamedTuple):
    """The springs of a scene, one row each; every field has shape (k,).

    Attributes
    ----------
    i, j : ndarray of int
        The two points, i < j, ascending; of a pair with both springs the similar one comes first.
    distance : ndarray of float
        Distance d of the two points, in the unit of the margin (eq. 1).
    similar : ndarray of bool
        Whether the spring is attract-only (similar pair) or m-repulse-only (dissimilar pair).
    loss : ndarray of float
        Partial loss: ½ d² (eq. 6) or ½ max(0, m − d)² (eq. 8), or what another law says.
    tension : ndarray of float
        Slope of the partial loss: d (eq. 7) or −max(0, m − d) (eq. 9). Positive pulls together, negative pushes apart.
    """

    i: Ints
    j: Ints
    distance: Floats
    similar: Bools
    loss: Floats
    tension: Floats


@keyword_only("reduction")
def loss(scene: Scene, *, reduction: Reduction = "sum") -> float:
    """Contrastive loss of a scene; of many points in few places, by the number of pairs between two places.

    Parameters
    ----------
    scene : Scene
        The scene.
    reduction : {"sum", "mean"}, optional
        ``"sum"``: Σ of the partial losses, eqs. 2 to 4 of Hadsell, Chopra and LeCun. ``"mean"``: that sum divided by the
        number N of pairs with a spring, which with the ½ of the partial losses is the usual 1/(2N) Σ; 0 where there is none.

    Returns
    -------
    float
        The loss, in squared units of the margin.

    Raises
    ------
    SceneError
        If `reduction` is neither, or more pairs are near each other than are looked at in some 20 seconds: 1,700,000,000, with
        Numba 15,000,000,000, with another law than the paper's 300,000,000 pairs of any distance. Listed springs are never
        too many.
    """
    checked_kind(scene, Scene, "loss({})")
    weight = _weight(scene, reduction)
    similar, dissimilar = kernels.losses(scene)
    return (similar + dissimilar) * weight


@keyword_only("reduction")
def forces(scene: Scene, *, reduction: Reduction = "sum") -> Floats:
    """Force on every point, −∂loss/∂positions (eqs. 7 and 9; F = −K X with K = 1, eq. 5).

    At the hinge d = m the force is zero. Two coincident points that are dissimilar push apart by m along a unit direction
    fixed by their two indices. On the circle it is the part along the circle, which alone can move a point.

    Parameters
    ----------
    scene : Scene
        The scene.
    reduction : {"sum", "mean"}, optional
        As in `loss`.

    Returns
    -------
    (n, 2) ndarray of float
        Forces, in units of the margin; at pinned points too, where the pin holds against them.

    Raises
    ------
    SceneError
        As in `loss`; and many points in few places are looked at pair by pair.
    """
    checked_kind(scene, Scene, "forces({})")
    weight = _weight(scene, reduction)
    result = np.empty_like(scene.positions)
    kernels.for_scene(scene).evaluate(scene.positions, result)
    result = scene.space.acting(scene.positions, result)
    return result if weight == 1.0 else result * weight


def pair_distances(scene: Scene) -> PairDistances:
    """Every spring with its distance, partial loss and tension; for charts, arrows and tests.

    Parameters
    ----------
    scene : Scene
        The scene.

    Returns
    -------
    PairDistances
        Arrays of shape (k,), one row a spring.

    Raises
    ------
    SceneError
        If there are more than 20,000,000 springs, as between 6,326 points of which every pair has one.
    """
    checked_kind(scene, Scene, "pair_distances({})")
    return _measured(scene, *scene.springs.pairs)


def own_springs(scene: Scene, point: int) -> PairDistances:
    """Return the springs at one point, as `pair_distances` has them; of n points it takes no more than the memory of n rows."""
    _, other, similar = scene.springs.at(np.array([point]))
    return _measured(scene, np.minimum(other, point), np.maximum(other, point), similar)


def spring_blocks(scene: Scene) -> Iterator[PairDistances]:
    """Go through the rows of `pair_distances`, a few hundred thousand at a time, however many there are."""
    for block in scene.springs.blocks():
        yield _measured(scene, *block)


def _measured(scene: Scene, i: Ints, j: Ints, similar: Bools) -> PairDistances:
    if len(i) > _AT_ONCE:
        found = PairDistances(i, j, np.empty(len(i)), similar, np.empty(len(i)), np.empty(len(i)))
        for low in range(0, len(i), _AT_ONCE):
            some = slice(low, low + _AT_ONCE)
            part = _measured(scene, i[some], j[some], similar[some])
            found.distance[some], found.loss[some], found.tension[some] = part.distance, part.loss, part.tension
        return found
    x = scene.positions
    between = scene.space.shortest
    distance = np.hypot(between(x[i, 0] - x[j, 0]), between(x[i, 1] - x[j, 1]))
    law, m = scene.law, scene.margin
    return PairDistances(i, j, distance, similar, law.loss(distance, similar, m), law.slope(distance, similar, m))


def stable_step(scene: Scene) -> float:
    """Return 1/(κ λ), the natural step of gradient descent on the sum loss; κ = 1 for the springs of the paper.

    λ is the largest eigenvalue of the Laplacian of all springs over the free points (or, above 300 free points with listed
    springs, a tight upper bound): along any direction the loss curves upward no more than similar springs in every place
    would. So no step below 2/λ raises the loss, from any start, whatever the margin; on the circle, where points are put back
    on it after each step, none up to 1/λ does. Of another law κ bounds the curvature, and steps are κ times shorter. A law
    whose slope jumps, as a linear hinge's does, has no such bound, and no step is safe: it gets 1/λ, as the paper's does.

    Parameters
    ----------
    scene : Scene
        The scene.

    Returns
    -------
    float
        The step; 1 where nothing can move.
    """
    checked_kind(scene, Scene, "stable_step({})")
    stiffness = (scene.law.bound or 1.0) * scene.springs.stiffness(scene.pinned)
    return 1.0 / stiffness if stiffness > 0.0 else 1.0


def residual(scene: Scene) -> float:
    """Largest force on a free point, max ‖F‖; 0 where all points are pinned or there are none.

    Parameters
    ----------
    scene : Scene
        The scene.

    Returns
    -------
    float
        The residual, in units of the margin; conventions at the hinge and at coincident points are those of `forces`.
    """
    checked_kind(scene, Scene, "residual({})")
    return largest_force(forces(scene), scene.pinned)


def largest_force(forces: Floats, pinned: Bools) -> float:
    """Return max ‖F‖ over the points that are free, 0 without any; `forces` has shape (n, 2)."""
    squared = np.einsum("ij,ij->i", forces, forces)
    squared[pinned] = 0.0
    return sqrt(np.maximum.reduce(squared, initial=0.0))


def _weight(scene: Scene, reduction: str) -> float:
    if not isinstance(reduction, str) or reduction not in get_args(Reduction):
        raise SceneError("reduction", reduction, '"sum" or "mean"')
    return 1.0 if reduction == "sum" else 1.0 / max(_number_of_pairs(scene), 1)


def _number_of_pairs(scene: Scene) -> int:
    """Return the number of springs: a pair with both springs is labelled twice and counts twice."""
    return sum(scene.springs.counts)

"""Kernels that leave out springs between points that are held, against the naive sums."""

import numpy as np
import pytest

from springsim import kernels
from springsim.kernels.generic import Generic
from tests import oracle
from tests.scenes import KINDS, random_scene

PINS, LARGE = 7, 1100


def _evaluated(scene, x, how):
    """Return the loss without what never changes, and the forces."""
    f = np.empty_like(x)
    if how == "generic":
        sums = Generic(scene, scene.pinned).evaluate(x, f)
    else:
        with kernels.picking(how == "compiled"):
            sums = kernels.for_scene(scene, scene.pinned).evaluate(x, f)
    return sums.similar + sums.dissimilar, f


def _changing(scene, x):
    """Return the loss of the springs with a free end, one by one."""
    i, j, similar = scene.springs.pairs
    some = ~(scene.pinned[i] & scene.pinned[j])
    i, j, similar = i[some], j[some], similar[some]
    d = np.hypot(*(x[i] - x[j]).T)
    return 0.5 * np.square(np.where(similar, d, np.maximum(scene.margin - d, 0.0))).sum()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("n", "how"), [(30, "NumPy"), (30, "generic"), (150, "NumPy"), (150, "generic"), (LARGE, "NumPy"), (LARGE, "compiled")]
)
def test_forces_on_free_points_stay_and_the_loss_changes_as_that_of_the_other_springs(kind, n, how):
    if how == "compiled":
        pytest.importorskip("numba")
    scene = random_scene(kind, n, seed=n, pins=PINS)
    x, y = scene.positions.copy(), scene.positions.copy()
    y[PINS:] += 0.3 * np.random.default_rng(0).normal(size=(n - PINS, 2))
    (here, f), (there, _) = (_evaluated(scene, at, how) for at in (x, y))
    forces = oracle.sums(scene, x)[3][PINS:]
    np.testing.assert_allclose(f[PINS:], forces, atol=1e-11 * np.abs(forces).max())
    assert there - here == pytest.approx(_changing(scene, y) - _changing(scene, x), rel=1e-9)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "how"), [(30, "NumPy"), (150, "NumPy"), (LARGE, "NumPy"), (LARGE, "compiled")])
def test_springs_between_held_points_far_from_each_other_do_not_hide_the_others(kind, n, how):
    if how == "compiled":
        pytest.importorskip("numba")
    scene = random_scene(kind, n, seed=n, pins=0)
    x = np.vstack([[(1e6, 0.0), (-1e6, 0.0), (-1e6, 5e5)], scene.positions])
    springs, pinned = scene.springs, np.arange(n + 3) < 3
    tied = [(0, 1), (0, 2), *(springs.similar + 3).tolist()]
    if kind == "labels":
        far = type(scene).from_labels(x, np.r_[[1_000_000] * 3, scene.labels], pinned=pinned)
    elif kind == "neighbours":
        far = type(scene).from_neighbours(x, tied, pinned=pinned)
    else:
        far = type(scene).from_pairs(x, tied, springs.dissimilar + 3, pinned=pinned)
    similar, dissimilar, _, _ = oracle.sums(scene)
    assert _evaluated(far, x, how)[0] == pytest.approx(similar + dissimilar, rel=1e-11)

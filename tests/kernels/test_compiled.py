import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

from springsim import Scene
from tests import oracle
from tests.scenes import random_scene

pytest.importorskip("numba", reason="the compiled kernels need Numba")

from springsim.kernels.compiled import Compiled, CompiledCells, CompiledDense

KERNELS = pytest.mark.parametrize("kernel", [CompiledDense, CompiledCells, Compiled])
SIZES = pytest.mark.parametrize("n", [0, 1, 2, 3, 7, 8, 9, 64, 130])
LABELLINGS = {
    "one class": lambda n: np.zeros(n, int),
    "all different": lambda n: np.arange(n),
    "two classes": lambda n: np.arange(n) % 2,
    "one big, many small": lambda n: np.maximum(np.arange(n) - n // 2, 0),
    "random": lambda n: np.random.default_rng(n).integers(0, 9, n),
}


def _evaluated(kernel, positions):
    f = np.full((len(positions), 2), np.nan)
    return kernel.evaluate(positions, f), f


def _edges(n, count, seed=0):
    """Return about so many random pairs of n points, some of them of points with indices next to each other."""
    a, b = np.random.default_rng(seed).integers(0, n, (2, count))
    b[::3] = (a[::3] + 1) % n
    pairs = np.unique(np.sort(np.stack([a, b], axis=1)[a != b], axis=1), axis=0)
    return pairs.reshape(-1, 2)


def _assert_agrees(kernel, scene, x=None):
    """Assert that sums and forces are those of full matrices, relative to all that a point is pushed and pulled."""
    x = scene.positions if x is None else x
    sums, f = _evaluated(kernel, x)
    *truth, g = oracle.sums(scene, x)
    spread = np.ptp(x, axis=0).max(initial=0.0) if truth[0] else 0.0
    assert sums == pytest.approx(tuple(truth), rel=1e-11, abs=1e-280)
    assert f == pytest.approx(g, abs=1e-13 * len(x) * (scene.margin + spread))
    # a mean is rounded once for all of its class
    assert np.abs(f.sum(axis=0)).max(initial=0.0) <= 1e-13 * len(x) * scene.margin + 1e-14 * len(x) ** 2 * spread
    return sums, f


@KERNELS
@SIZES
@pytest.mark.parametrize("labelling", LABELLINGS)
def test_springs_by_labels_agree_with_the_naive_loop(kernel, n, labelling):
    x = np.random.default_rng(n).normal(scale=0.9, size=(n, 2))
    scene = Scene.from_labels(x, LABELLINGS[labelling](n))
    sums, f = _evaluated(kernel(scene), x)
    assert sums[:2] == pytest.approx(oracle.loss_parts(scene), rel=1e-12)
    assert f == pytest.approx(oracle.forces(scene), abs=1e-12)


@KERNELS
@SIZES
def test_springs_by_neighbours_agree_with_the_naive_loop(kernel, n):
    scene = random_scene("neighbours", n, seed=n, spread=1.5)
    sums, f = _evaluated(kernel(scene), scene.positions)
    assert sums[:2] == pytest.approx(oracle.loss_parts(scene), rel=1e-12)
    assert f == pytest.approx(oracle.forces(scene), abs=1e-12)


@KERNELS
@pytest.mark.parametrize(("n", "spread"), [(1025, 0.2), (900, 2.0), (1025, 12.0)])
@pytest.mark.parametrize("labelling", [*LABELLINGS, "neighbours", "no neighbours"])
def test_larger_scenes_agree_with_full_matrices(kernel, n, spread, labelling):
    x = np.random.default_rng(n).uniform(-spread, spread, (n, 2))
    if "neighbours" in labelling:
        scene = Scene.from_neighbours(x, _edges(n, 3000 if labelling == "neighbours" else 0))
    else:
        scene = Scene.from_labels(x, LABELLINGS[labelling](n))
    _assert_agrees(kernel(scene), scene)


@KERNELS
@pytest.mark.parametrize("n", [150, 700])
@pytest.mark.parametrize("margin", [1e-6, 0.3, 1.0, 2.5, 1e6])
def test_the_unit_circle_is_no_exception(kernel, n, margin):
    rng = np.random.default_rng(n)
    angle = rng.uniform(0.0, 2.0 * np.pi, n)
    angle[n // 2 :] = angle[: n - n // 2]  # many coincident
    x = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    for scene in (
        Scene.from_labels(x, rng.integers(0, 9, n), margin=margin, domain="circle"),
        Scene.from_neighbours(x, _edges(n, n), margin=margin, domain="circle"),
    ):
        _assert_agrees(kernel(scene), scene)


@KERNELS
@pytest.mark.parametrize("n", [5, 64, 700])
@pytest.mark.parametrize("layout", ["all in one place", "two places", "one pair", "1e-150 apart", "1e-9 apart", "on a line"])
def test_points_that_coincide_are_pushed_as_agreed(kernel, n, layout):
    rng = np.random.default_rng(n)
    x = rng.normal(size=(n, 2))
    if layout == "all in one place":
        x[:] = x[0]
    elif layout == "two places":
        x[: n // 2], x[n // 2 :] = x[0], x[-1]
    elif layout == "one pair":
        x[n - 1] = x[0]
    elif layout == "on a line":
        x[:, 0] = 0.5
    else:
        x *= float(layout.split()[0])
    for scene in (Scene.from_neighbours(x, _edges(n, n)), Scene.from_labels(x, rng.integers(0, 6, n), margin=0.7)):
        _, f = _assert_agrees(kernel(scene), scene)
        assert (np.hypot(*f.T) > 0.0).any()


@KERNELS
@pytest.mark.parametrize("margin", [1e-6, 1e6])
@pytest.mark.parametrize("spread", [0.5, 5.0])
def test_any_margin_gives_the_same_in_its_own_unit(kernel, margin, spread):
    x = np.random.default_rng(1).normal(scale=spread * min(margin, 3e4), size=(800, 2))
    for scene in (
        Scene.from_labels(x, np.arange(800) % 50, margin=margin),
        Scene.from_neighbours(x, _edges(800, 900), margin=margin),
    ):
        _assert_agrees(kernel(scene), scene)


@KERNELS
def test_pairs_at_the_hinge_do_not_push_and_are_met_all_the_same(kernel):
    side = 30
    x = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2).astype(float)
    scene = Scene.from_neighbours(x, [])
    sums, f = _evaluated(kernel(scene), x)
    assert sums == (0.0, 0.0, 0)
    assert not f.any()
    closer = x * (1.0 - 1e-5)
    assert _evaluated(kernel(scene), closer)[0].pushing == 2 * side * (side - 1)
    assert _evaluated(kernel(scene), x * (1.0 - 1e-7))[0].pushing == 0  # by less than is counted
    _assert_agrees(kernel(scene), scene, closer)


@KERNELS
@pytest.mark.parametrize("margin", [1e-6, 1.0])
def test_points_far_from_all_others_change_nothing(kernel, margin):
    rng = np.random.default_rng(3)
    x = rng.normal(scale=4.0 * margin, size=(900, 2))
    far = np.array([[1e6, -1e6], [-1e6, 1e6], [1e6, 1e6], [1e6, 1e6 - 0.5 * margin], [0.0, -1e6]])
    alone = Scene.from_neighbours(x, _edges(900, 500), margin=margin)
    scene = Scene.from_neighbours(np.concatenate([far, x]), _edges(900, 500) + len(far), margin=margin)
    sums, f = _evaluated(kernel(scene), scene.positions)
    truth, g = _evaluated(kernel(alone), x)
    near = scene.positions[2:4]
    push = margin - np.hypot(*(near[0] - near[1]))  # half a margin, as far as there are digits at 1e6
    assert sums.similar == pytest.approx(truth.similar, rel=1e-12)
    assert sums.dissimilar == pytest.approx(truth.dissimilar + 0.5 * push**2, rel=1e-12)
    assert sums.pushing == truth.pushing + 1
    assert f[5:] == pytest.approx(g, abs=1e-12 * margin)
    assert f[:5] == pytest.approx(np.array([[0, 0], [0, 0], [0, push], [0, -push], [0, 0]]), abs=1e-12 * margin)


@pytest.mark.parametrize("stretch", [(1.0, 1.0), (1e4, 1e-5), (1e-7, 1e4), (0.0, 1.0), (1e4, 0.0)])
def test_cells_of_any_form_meet_all_pairs(stretch):
    x = np.random.default_rng(4).normal(size=(800, 2)) * stretch
    x[::9] *= 30.0  # outliers, in the outer cells
    scene = Scene.from_labels(x, np.arange(800) // 3)
    _assert_agrees(CompiledCells(scene), scene)


def test_crowded_cells_next_to_empty_ones_meet_all_pairs():
    rng = np.random.default_rng(5)
    x = np.repeat(rng.uniform(-3.0, 3.0, (9, 2)), 130, axis=0) + rng.normal(scale=1e-2, size=(1170, 2))
    for labels in (np.arange(1170), np.arange(1170) // 130, np.arange(1170) % 7):
        scene = Scene.from_labels(x, labels)
        _assert_agrees(CompiledCells(scene), scene)


@KERNELS
def test_a_kernel_used_again_forgets_what_it_saw_before(kernel):
    rng = np.random.default_rng(6)
    x = rng.normal(scale=3.0, size=(900, 2))
    for scene in (Scene.from_labels(x, rng.integers(0, 40, 900)), Scene.from_neighbours(x, _edges(900, 2000))):
        used = kernel(scene)
        first, f = _evaluated(used, x)
        for move in (1e-3, 0.2, 30.0):
            _assert_agrees(used, scene, x + move * rng.normal(size=x.shape))
        _assert_agrees(used, scene, np.zeros_like(x))
        again, g = _evaluated(used, x)
        fresh, h = _evaluated(kernel(scene), x)
        assert first == again == fresh
        assert np.array_equal(f, g)
        assert np.array_equal(f, h)


@KERNELS
def test_positions_and_forces_may_lie_in_memory_in_any_way(kernel):
    scene = random_scene("labels", 100)
    sums, f = _evaluated(kernel(scene), scene.positions)
    g = np.full((2, 300), np.nan).T[::3]
    assert kernel(scene).evaluate(np.asfortranarray(scene.positions), g) == sums
    assert np.array_equal(f, g)


@KERNELS
def test_a_place_that_is_not_a_number_shows_in_the_sums(kernel):
    scene = random_scene("labels", 100)
    for wrong in (np.nan, np.inf, -np.inf):
        x = scene.positions.copy()
        x[17, 1] = wrong
        sums, f = _evaluated(kernel(scene), x)
        assert not np.isfinite(sums.similar + sums.dissimilar)
        assert not np.isfinite(f[17]).all()


@KERNELS
@pytest.mark.parametrize("kind", ["labels", "neighbours"])
def test_no_memory_is_needed_for_pairs(kernel, kind):
    n = 3000
    x = np.random.default_rng(7).normal(scale=0.05, size=(n, 2))  # all 4.5 million pairs push
    x[:100] = 0.0
    scene = Scene.from_labels(x, np.arange(n) // 2) if kind == "labels" else Scene.from_neighbours(x, _edges(n, n))
    f = np.empty((n, 2))
    kernel(scene).evaluate(x, f)  # compiled
    tracemalloc.start()
    try:
        used = kernel(scene)
        used.evaluate(x, f)
        assert tracemalloc.get_traced_memory()[1] < 500 * n
        tracemalloc.reset_peak()
        kept = tracemalloc.get_traced_memory()[0]
        used.evaluate(x, f)
        assert tracemalloc.get_traced_memory()[1] - kept < 100_000
    finally:
        tracemalloc.stop()


def test_loops_are_compiled_where_nothing_can_be_kept_on_disk():
    code = """
import os, tempfile
def refuse(*args, **kwargs): raise OSError("read-only")
tempfile.TemporaryFile = refuse
import numpy as np
from springsim.kernels.arrays import compiled
from springsim.kernels.pulls import give
assert not give.stats.cache_path
print(compiled(lambda x: x + 1)(1))
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("2\n", "")

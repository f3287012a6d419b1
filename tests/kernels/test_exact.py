from importlib.util import find_spec

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, kernels
from springsim.kernels.blocks import Blocks
from springsim.kernels.generic import Generic
from springsim.kernels.near import Near
from springsim.kernels.small import Small
from tests import oracle
from tests.search import cases, search

EXACT = 1e-12  # of the margin, or of a tenth of the largest force


def _placed(rng, n):
    """Return n points in the plane: a cloud, a square, clusters, a circle or a band, with some pairs at chosen distances."""
    kind = rng.integers(5)
    x = rng.uniform(-1.0, 1.0, (n, 2)) if kind == 0 else rng.normal(size=(n, 2))
    if kind == 1:
        x *= 10.0 ** rng.uniform(-4.0, 0.0)
        x += rng.normal(size=(9, 2))[rng.integers(rng.integers(2, 10), size=n)]
    elif kind == 2:
        x /= np.hypot(*x.T)[:, None]
    elif kind == 3:
        x[:, 1] *= 10.0 ** rng.uniform(-6.0, 0.0)
    reach = np.hypot(*(x - x.mean(axis=0)).T).max()
    for i, j in rng.permutation(n)[: 2 * rng.integers(0, 12)].reshape(-1, 2):
        angle = rng.uniform(0.0, 2.0 * np.pi)
        x[i] = x[j] + reach * 10.0 ** rng.uniform(-6.0, -0.7) * np.array([np.cos(angle), np.sin(angle)])
    return x / reach


def _scene(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.choice([65, 66, 100, 130, 200]))
    x, margin = _placed(rng, n), 10.0 ** rng.uniform(-1.3, 6.0)
    if rng.random() < 0.2:
        x += 10.0 ** rng.uniform(0.0, 3.0) * rng.normal(size=2)
    unit = min(10.0 ** rng.uniform(-3.0, 2.0), 0.99e6 / margin)
    if rng.random() < 0.2:
        pairs = np.unique(np.sort(rng.integers(0, n, (n, 2)), axis=1), axis=0)
        return Scene.from_neighbours(unit * x, pairs[pairs[:, 0] != pairs[:, 1]], margin=unit * margin)
    return Scene.from_labels(unit * x, rng.integers(0, rng.choice([2, 3, 10, n]), n), margin=unit * margin)


def _kernels(scene):
    i, j, similar = scene.springs.pairs
    pairs = np.stack([i, j], axis=1)
    yield from (kind(scene) for kind in (Small, Blocks, Near, Generic))
    yield kernels.for_scene(Scene.from_pairs(scene.positions, pairs[similar], pairs[~similar], margin=scene.margin))
    if find_spec("numba"):
        from springsim.kernels.compiled import CompiledCells, CompiledDense

        yield from (CompiledCells(scene), CompiledDense(scene))


def _error(kernel, scene, truth):
    f = np.empty_like(scene.positions)
    kernel.evaluate(scene.positions, f)
    return np.abs(f - truth).max()


def _exact(scene):
    """Return the forces by whole matrices of extended precision."""
    return oracle.sums(scene, scene.positions.astype(np.longdouble))[-1]


@search
def test_forces_of_every_kernel_are_exact_to_twelve_digits_on_random_scenes():
    for seed in range(cases(40)):
        scene = _scene(seed)
        truth = _exact(scene)
        for kernel in _kernels(scene):
            most = EXACT * max(scene.margin, 0.1 * np.abs(truth).max())
            assert _error(kernel, scene, truth) < most, (seed, type(kernel).__name__)


@pytest.mark.parametrize("n", [66, 202, 260])  # tiles by subtraction, by products, and several
def test_forces_of_tiles_are_exact_however_close_two_points_are(n):
    x = np.random.default_rng(n).uniform(-1.0, 1.0, (n, 2))
    for apart in np.geomspace(1e-6, 0.3, 24):
        x[1] = x[0] + apart * np.array([0.6, 0.8])
        scene = Scene.from_labels(x, np.arange(n) % 2, margin=1e4)
        assert _error(Blocks(scene), scene, _exact(scene)) < EXACT * scene.margin, apart


@search
def test_the_residual_on_the_circle_is_that_of_extended_precision():
    for seed in range(cases(8)):
        rng = np.random.default_rng(seed)
        n = int(rng.choice([66, 92, 250]))
        angle = rng.uniform(0.0, 2.0 * np.pi, n)
        x = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        scene = Scene.from_labels(x, np.arange(n) % 3, margin=10.0 ** rng.uniform(0.5, 6.0), domain="circle")
        x = scene.positions.astype(np.longdouble)
        x /= np.sqrt((x * x).sum(axis=1))[:, None]
        f = _exact(scene)
        along = np.abs(f[:, 1] * x[:, 0] - f[:, 0] * x[:, 1]).max()
        with kernels.numpy_only():
            assert abs(ss.residual(scene) - along) < EXACT * scene.margin

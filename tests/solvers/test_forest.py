"""Coordinates along springs: there and back, and the work of forces by them."""

import numpy as np
import pytest

import springsim as ss
from benchmarks.edges import star
from springsim import Scene
from springsim.solvers.forest import Forest, suits
from tests.scenes import random_scene


def test_coordinates_along_springs_and_back_and_forces_by_them():
    rng = np.random.default_rng(2)
    for _ in range(60):
        n = int(rng.integers(2, 25))
        pairs = np.unique(np.sort(rng.integers(0, n, (n + 2, 2)), axis=1), axis=0)
        scene = Scene.from_pairs(
            rng.normal(size=(n, 2)), pairs[pairs[:, 0] < pairs[:, 1]], [], pinned=(rng.random(n) < 0.2) & (np.arange(n) > 0)
        )
        forest, x = Forest(scene), scene.positions[~scene.pinned]
        u, (f, du) = forest.displacements(x), rng.normal(size=(2, *x.shape))
        assert forest.positions(u) == pytest.approx(x, abs=1e-12)
        moved = forest.positions(u + du) - x
        assert (f * moved).sum() == pytest.approx((forest.along(f) * du).sum(), abs=1e-10)  # the work is the same
        assert forest.displacements(moved, steps=True) == pytest.approx(du, abs=1e-12)


def test_along_a_tree_the_loss_is_that_of_its_displacements():
    scene = star(7, 9)
    assert suits(scene)
    assert ss.loss(scene) == pytest.approx(0.5 * np.square(Forest(scene).displacements(scene.positions[1:])).sum(), rel=1e-12)
    assert not suits(scene.replace(domain="circle"))
    assert not suits(random_scene("labels", 30))

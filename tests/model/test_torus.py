"""That a domain is a value: a square whose opposite edges are one, written here in one class, moves and settles everywhere."""

from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim.model import domains, scene
from springsim.model.domains import DOMAINS, Plane
from tests.laws import LAWS
from tests.scenes import KINDS, random_scene

SIDE = 3.0
HERE: Any = "torus"


class Torus(Plane):
    """A square of side 3 round the origin."""

    id = "torus"
    phrase = ", on the torus"
    bounded = True
    straight = False
    length = SIDE
    corners = np.array([(-1.5, -1.5), (1.5, 1.5)])

    def checked(self, positions):
        return self.shortest(positions)

    def clipped(self, positions, unit=1.0):
        return positions

    def shortest(self, difference):
        return difference - SIDE * np.round(difference / SIDE)

    def scattered(self, n, margin, rng):
        return SIDE * (rng.random((n, 2)) - 0.5)

    def stepped(self, positions, step):
        return self.shortest(positions + step)

    def moved(self, positions, velocity, out):
        np.copyto(out, self.stepped(positions, velocity))
        return velocity

    def advanced(self, positions, at, step, still=None, unit=1.0, axis=-1):
        there = at + step
        return np.where((step == 0.0) if still is None else still, positions, self.shortest(there)), there

    def rigid_motions(self, free, held, margin):
        count = len(free)
        return np.zeros((0, 2 * count)) if len(held) or not count else np.tile(np.eye(2), count) / np.sqrt(count)

    def origin(self, held):
        return np.zeros(2)


@pytest.fixture(autouse=True)
def _with_torus(monkeypatch):
    for module in (domains, scene):
        monkeypatch.setattr(module, "DOMAINS", {**DOMAINS, "torus": Torus()})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_forces_are_minus_the_slope_of_the_loss_across_the_edge_too(kind, law):
    start = random_scene(kind, 12, 1, spread=1.5).replace(domain=HERE, law=law)
    assert np.abs(start.positions).max() <= SIDE / 2
    force = ss.forces(start)
    for k in np.ndindex(12, 2):
        step = np.zeros((12, 2))
        step[k] = 1e-6
        ends = [ss.loss(start.replace(positions=start.positions + sign * step)) for sign in (1, -1)]
        assert force[k] == pytest.approx((ends[1] - ends[0]) / 2e-6, abs=1e-6)
    assert np.abs(force.sum(axis=0)).max() < 1e-12


def test_a_pair_parts_across_the_edge_and_stops_at_the_margin():
    pair = ss.Scene.from_labels([(1.4, 0.0), (-1.4, 0.0)], [0, 1], domain=HERE)
    assert ss.pair_distances(pair).distance == pytest.approx([0.2])
    for final in (ss.simulate(pair).final, ss.settle(pair).scene):
        assert ss.pair_distances(final).distance == pytest.approx([1.0], abs=1e-5)
        assert final.positions[0, 0] == pytest.approx(1.0, abs=1e-5)


def test_what_asks_many_runs_and_what_draws_takes_it():
    start = random_scene("labels", 8, 2).replace(domain=HERE).scattered(seed=1)
    rest = ss.settle(start)
    assert rest.converged
    found = ss.stability(rest.scene)
    assert found.rigid == 2
    assert ss.sweep_margin(start, [0.4, 0.8], seeds=[0, 1]).converged.all()
    seen = ss.landscape(rest.scene, 0, shape=(24, 24))
    assert min(seen.loss.min(), seen.minima_loss.min(initial=np.inf)) <= rest.loss + 1e-9
    assert "on the torus" in repr(start)
    assert ss.Scene.from_json(start.to_json()) == start
    assert ss.figures.diagram(rest.scene).axes

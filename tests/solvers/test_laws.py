"""What moves points, and what is asked of many runs, with another law than the paper's."""

import numpy as np
import pytest

import springsim as ss
from springsim.energy.probe import AnyProbe, Probe
from springsim.model.laws import CONTRASTIVE
from tests.laws import LINEAR, NO_HALF
from tests.scenes import KINDS, random_scene

BOTH = ss.Scene.from_pairs([(0.0, 0.0), (0.9, 0.0)], [(0, 1)], [(0, 1)])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("domain", ["plane", "circle"])
def test_no_step_within_the_bound_of_the_law_raises_the_loss(kind, domain):
    scene = random_scene(kind, 20, 3).replace(domain=domain)
    doubled = scene.replace(law=NO_HALF)
    assert ss.stable_step(doubled) == ss.stable_step(scene) / 2
    step = (1.99 if domain == "plane" else 1.0) * ss.stable_step(doubled)
    run = ss.simulate(doubled, steps=300, step_size=step, frames=301)
    assert (np.diff(run.loss) <= 1e-12 * run.loss[:-1]).all()
    half = ss.simulate(scene, steps=300, step_size=2 * step, frames=301)  # the same way, with half the loss
    np.testing.assert_allclose(run.positions[:9], half.positions[:9], atol=1e-9)
    assert run.loss[0] == pytest.approx(2 * half.loss[0], rel=1e-12)


@pytest.mark.parametrize(("law", "loss"), [(CONTRASTIVE, 0.25), (NO_HALF, 0.5)], ids=["contrastive", "no-half"])
def test_a_pair_with_both_springs_rests_at_half_the_margin(law, loss):
    for rest in (ss.settle(BOTH.replace(law=law)), ss.simulate(BOTH.replace(law=law))):
        assert rest.converged
    rest = ss.settle(BOTH.replace(law=law))
    assert ss.pair_distances(rest.scene).distance == pytest.approx([0.5, 0.5], abs=1e-8)
    assert rest.loss == pytest.approx(loss, abs=1e-12)


def test_with_linear_hinges_a_pair_with_both_springs_rests_anywhere_within_the_margin():
    scene = BOTH.replace(law=LINEAR)
    assert ss.loss(scene) == pytest.approx(1.0)
    assert not ss.forces(scene).any()
    assert ss.settle(scene).converged


def test_linear_hinges_part_a_pair_at_constant_speed_and_oscillate_where_they_pull():
    pair = ss.Scene.from_labels([(0.0, 0.0), (0.1, 0.0)], [0, 1], law=LINEAR)
    run = ss.simulate(pair, steps=100, step_size=0.02)
    assert run.converged
    assert np.diff(run.positions[:20, 1, 0]) == pytest.approx(0.02)
    pair = ss.Scene.from_labels([(0.0, 0.0), (0.105, 0.0)], [0, 0], law=LINEAR)
    assert ss.simulate(pair, steps=100, step_size=0.02).status == "cycling"  # it steps over the kink and back


def test_a_small_scene_of_linear_hinges_has_not_diverged():
    tiny = random_scene("labels", 9, margin=1e-5).replace(law=LINEAR)
    assert ss.simulate(tiny, steps=50, step_size=1e-8).status == "max_steps"


@pytest.mark.parametrize("domain", ["plane", "circle"])
def test_a_doubled_law_has_the_same_equilibria_of_the_same_kind(domain):
    scene = random_scene("neighbours", 12, 5).replace(domain=domain)
    rest = ss.settle(scene).scene
    one, two = ss.stability(rest), ss.stability(rest.replace(law=NO_HALF))
    np.testing.assert_allclose(two.eigenvalues, 2 * one.eigenvalues, atol=1e-9)
    assert (two.kind, two.unstable, two.flat) == (one.kind, one.unstable, one.flat)
    sweeps = [ss.sweep_margin(scene.replace(law=law), [0.5, 1.0], seeds=[0, 1]) for law in (CONTRASTIVE, NO_HALF)]
    assert sweeps[1].converged.all()
    assert sweeps[1].active_dissimilar.shape == sweeps[0].active_dissimilar.shape


@pytest.mark.parametrize("domain", ["plane", "circle"])
def test_a_probe_of_any_law_finds_what_the_one_for_the_springs_of_the_paper_finds(domain):
    scene = random_scene("labels", 14, 1).replace(domain=domain)
    places = np.vstack([np.random.default_rng(0).normal(size=(40, 2)), scene.positions[:3]])
    own, other = Probe(scene, 2).at(places), AnyProbe(scene, 2).at(places)
    apart = np.hypot(*(places[:, None] - scene.positions).transpose(2, 0, 1)).min(axis=1) > 1e-5
    np.testing.assert_allclose(other.loss, own.loss, rtol=1e-12)
    np.testing.assert_allclose(other.force, own.force, atol=1e-12)
    np.testing.assert_allclose(other.hessian[apart], own.hessian[apart], atol=1e-10)
    one, two = (ss.landscape(scene.replace(law=law), 2, shape=(24, 24)) for law in (CONTRASTIVE, NO_HALF))
    np.testing.assert_allclose(two.loss, 2 * one.loss, rtol=1e-12)
    np.testing.assert_allclose(two.force, 2 * one.force, atol=1e-11)
    np.testing.assert_allclose(two.minima, one.minima, atol=1e-6)


def test_what_needs_the_curvature_of_a_law_without_refuses_it_by_name():
    scene = random_scene("labels", 5).replace(law=LINEAR)
    for ask in (ss.stability, ss.equilibria, lambda s: ss.landscape(s, 0)):
        with pytest.raises(ss.SceneError, match="law: 'linear' is not allowed; expected a law of which the curvature is known"):
            ask(scene)

import numpy as np
import pytest

from springsim import Scene, sweep_margin
from springsim.app.margins.scaling_law import law
from springsim.model import presets

M = [0.3, 0.7, 1.1, 1.9]
RULES = {
    "empty": "empty",
    "similar-pair": "none",
    "fig2a": "none",
    "fig2e": "none",
    "gate": "pins",
    "two-on-a-circle": "circle",
    "circle-three-classes": "circle",
    "circle-torn": "circle",
}


@pytest.mark.parametrize("name", presets.names())
def test_what_holds_for_a_preset_follows_from_its_lengths(name):
    assert law(presets.load(name), "random").rule == RULES.get(name, "free")


@pytest.mark.parametrize("name", [name for name in presets.names() if RULES.get(name, "free") == "free"])
def test_where_the_margin_only_rescales_losses_and_distances_are_the_same_in_its_units(name):
    scene = presets.load(name)
    assert law(scene, "random").scales
    sweep = sweep_margin(scene, M, seeds=range(4), start="random")
    np.testing.assert_allclose(sweep.loss / sweep.margins[:, None] ** 2, np.tile(sweep.loss[0] / M[0] ** 2, (4, 1)), atol=1e-9)
    np.testing.assert_allclose(
        sweep.separation / sweep.margins[:, None], np.tile(sweep.separation[0] / M[0], (4, 1)), atol=1e-6
    )


@pytest.mark.parametrize("name", ["gate", "two-on-a-circle", "circle-torn"])
def test_where_there_is_another_length_they_are_not(name):
    sweep = sweep_margin(presets.load(name), [0.3, 1.1, 2.4], seeds=range(4), start="random")
    assert np.ptp(np.median(sweep.separation, axis=1) / sweep.margins) > 0.1


@pytest.mark.parametrize("name", ["similar-pair", "fig2a", "fig2e"])
def test_without_dissimilar_springs_the_loss_is_the_same_at_every_margin(name):
    for start in ("random", "scene", "continue"):
        sweep = sweep_margin(presets.load(name), M, seeds=range(3), start=start)
        np.testing.assert_allclose(sweep.loss, sweep.loss[0, 0], atol=1e-9)


def test_the_start_is_a_length_too_unless_it_is_random_or_has_no_spread():
    scene = presets.load("knot")
    assert law(scene, "random").also == ""
    for start in ("scene", "continue"):
        told = law(scene, start)
        assert (told.also, told.scales) == (start, False)
        assert told.start == pytest.approx(np.hypot(*np.ptp(scene.positions, axis=0)))
    assert law(presets.load("coincident"), "scene").scales
    assert law(presets.load("two-on-a-circle"), "scene").also == ""


def test_one_pin_is_no_second_length_but_its_place_is_for_random_starts():
    scene = Scene.from_labels([(3.0, 4.0), (3.1, 4.0), (2.9, 4.2)], [0, 1, 2], pinned=[True, False, False])
    told = law(scene, "random")
    assert (told.rule, told.also, told.start) == ("free", "offset", 5.0)
    assert law(scene.replace(positions=scene.positions - (3.0, 4.0)), "random").scales


def test_two_pins_are_a_length_and_the_nearest_two_count():
    x = [(0.0, 0.0), (0.0, 3.0), (4.0, 0.0), (1.0, 1.0)]
    scene = Scene.from_labels(x, [0, 1, 2, 3], pinned=[True, True, True, False])
    assert law(scene, "random")[:2] == ("pins", 3.0)
    assert law(scene.replace(pinned=[True] * 4), "random").rule == "still"


def test_without_points_or_springs_there_is_nothing_to_say():
    for scene in (Scene.from_labels([(0.5, 0.5)], [0]), Scene.from_pairs([(0, 0), (1, 0)], [], [])):
        assert law(scene, "random").rule == "empty"

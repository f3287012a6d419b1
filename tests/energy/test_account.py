import math

import numpy as np
import pytest

import springsim as ss
from springsim.energy import account
from springsim.energy.account import Strain
from springsim.energy.stability import stability


def told(scene):
    """Return case and what is not counted of a rest, and whether it was at rest."""
    found = stability(scene)
    return account.case(found), account.together(found)


PINNED = [True, False, False]
THREE = [(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)]


@pytest.mark.parametrize(
    ("scene", "case", "together"),
    [
        (ss.presets.load("empty"), "empty", "none"),
        (ss.Scene.from_labels([(0.3, 0.1)], [0]), "alone", "all"),
        (ss.Scene.from_labels([(0.3, 0.1)], [0], pinned=[True]), "pinned", "none"),
        (ss.Scene.from_labels([(1.0, 0.0)], [0], domain="circle"), "alone", "circle"),
        (ss.Scene.from_pairs(THREE, [], []), "untied", "all"),
        (ss.Scene.from_labels([(0.3, 0.1), (0.3, 0.1)], [0, 0]), "stable", "all"),
        (ss.Scene.from_labels([(0.0, 0.0), (1.0, 0.0)], [0, 1]), "flat", "all"),
        (ss.Scene.from_labels(THREE, [0, 1, 2], pinned=PINNED), "flat", "pin"),
        (ss.Scene.from_labels(THREE, [0, 1, 2], pinned=[True, True, False]), "flat", "none"),
        (ss.Scene.from_labels([(1.0, 0.0), (-1.0, 0.0)], [0, 1], margin=2.5, domain="circle"), "stable", "circle"),
        (ss.settle(ss.presets.load("tug-of-war")).scene, "stable", "all"),
        (ss.settle(ss.presets.load("fig2e")).scene, "stable", "none"),
        (ss.settle(ss.presets.load("saddle")).scene, "saddle", "all"),
    ],
)
def test_a_rest_is_told_apart_from_what_moves_as_one(scene, case, together):
    assert told(scene) == (case, together)
    assert ss.residual(scene) < 1e-6
    if together != "none" and len(scene):  # to move so changes nothing whatever
        turned = scene.positions @ np.array([(math.cos(0.3), math.sin(0.3)), (-math.sin(0.3), math.cos(0.3))])
        assert ss.loss(
            ss.Scene(turned, scene.springs, np.zeros(len(scene), bool), scene.margin, scene.domain)
        ) == pytest.approx(ss.loss(scene), abs=1e-12)


@pytest.mark.parametrize(
    ("name", "strain"),
    [
        ("two-classes", None),
        ("fig2", None),
        ("tug-of-war", Strain(2, 1, 0, "springs")),
        ("both-springs", Strain(1, 1, 0, "springs")),
        ("fig2e", Strain(4, 0, 0, "pins")),
        ("gate", Strain(1, 2, 0, "springs")),
        ("two-on-a-circle", Strain(0, 36, 0, "circle")),
    ],
)
def test_the_springs_that_keep_the_loss_above_zero_are_counted(name, strain):
    rest = ss.simulate(ss.presets.load(name), steps=20_000).final
    assert account.strain(rest) == strain
    springs = ss.pair_distances(rest)
    acts = np.abs(springs.tension) > 1e-6 * rest.margin
    if strain is not None:
        assert (acts & springs.similar).sum() == strain.stretched
        assert (acts & ~springs.similar).sum() == strain.pressed


def test_springs_between_pins_are_counted_apart():
    pins = ss.Scene.from_labels([(0.0, 0.0), (0.4, 0.0), (3.0, 0.0)], [0, 1, 2], pinned=[True, True, False])
    assert account.strain(pins) == Strain(0, 0, 1, "none")

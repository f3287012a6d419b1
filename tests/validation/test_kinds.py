"""An object of the wrong kind is refused with the call that was meant."""

from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim import SceneError, export, figures
from springsim.board import player
from springsim.export import data, script
from springsim.export.animation import movie

SCENE = ss.presets.load("dissimilar-pair")
RUN: Any = ss.simulate(SCENE)
X = np.zeros((3, 2))
OF_SCENES: dict[str, Any] = {
    "loss({})": ss.loss,
    "forces({})": ss.forces,
    "pair_distances({})": ss.pair_distances,
    "stable_step({})": ss.stable_step,
    "residual({})": ss.residual,
    "stability({})": ss.stability,
    "simulate({})": ss.simulate,
    "settle({})": ss.settle,
    "equilibria({})": ss.equilibria,
    "landscape({}, point)": lambda scene: ss.landscape(scene, 0),
    "sweep_margin({}, margins)": lambda scene: ss.sweep_margin(scene, [1.0]),
    "diagram({})": figures.diagram,
    "loss_curves({})": figures.loss_curves,
    "springs_csv({})": data.springs_csv,
    "script({})": script.script,
}
OF_RUNS: dict[str, Any] = {
    "settling({})": figures.settling,
    "Film({})": figures.Film,
    "animate({}, path)": lambda run: export.animate(run, "film.gif"),
    "movie({}, format)": lambda run: movie(run, "gif"),
    "points_csv({})": data.points_csv,
    "frames_csv({})": data.frames_csv,
    "npz({})": data.npz,
    "runs({})": player.runs,
    "diagram(scene, trajectory={})": lambda run: figures.diagram(SCENE, trajectory=run),
}


@pytest.mark.parametrize("call", OF_SCENES)
def test_what_takes_a_scene_says_how_one_is_made_of_what_it_was_given(call):
    asked = OF_SCENES[call]
    for value, shown, meant in (
        (X, "a ndarray", "Scene.from_labels(positions, labels)"),
        ([(0, 0), (1, 1)], "a list", "Scene.from_labels(positions, labels)"),
        (RUN, "a Trajectory", "run.final"),
        (ss.settle(SCENE), "a Equilibrium", "rest.scene"),
        ("scene.json", "'scene.json'", "Scene.load(path)"),
        ("fig2a", "'fig2a'", "presets.load(name)"),
        (None, "None", "Scene.from_labels(positions, labels)"),
    ):
        with pytest.raises(SceneError) as caught:
            asked(value)
        assert (caught.value.field, caught.value.value) == ("scene", shown)
        assert f"as in {call.format(meant)}" in str(caught.value)


@pytest.mark.parametrize("call", OF_RUNS)
def test_what_takes_a_run_says_how_one_is_made_of_what_it_was_given(call):
    asked = OF_RUNS[call]
    for value, meant in (
        (SCENE, "simulate(scene)"),
        (X, "simulate(Scene.from_labels(positions, labels))"),
        ("scene.json", "simulate(Scene.load(path))"),
    ):
        with pytest.raises(SceneError) as caught:
            asked(value)
        assert caught.value.field == "trajectory"
        assert caught.value.allowed == f"a Trajectory, as in {call.format(meant)}"


def test_a_diagram_of_a_run_is_refused_with_both_calls_that_can_be_meant():
    with pytest.raises(SceneError, match=r"diagram\(run.final\), or diagram\(run.scene, trajectory=run\) with its paths"):
        figures.diagram(RUN)


def test_figures_of_sweeps_and_equilibria_say_what_they_take():
    cases: list[tuple[Any, str]] = [
        (figures.sweep, r"a MarginSweep, as in sweep\(sweep_margin\(scene, margins\)\)"),
        (figures.bifurcation, r"a MarginSweep, as in bifurcation\(sweep_margin\(scene, margins\)\)"),
        (figures.rests, r"an Equilibria, as in rests\(equilibria\(scene\)\)"),
    ]
    for call, meant in cases:
        for value in (SCENE, RUN, 3):
            with pytest.raises(SceneError, match=meant):
                call(value)

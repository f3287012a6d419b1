"""The script that draws a picture again."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import springsim as ss
from springsim import Scene, SceneError
from springsim.export.script import script
from tests import scenes

FIG2 = ss.presets.load("fig2")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def made_by(text: str, path: str) -> bytes:
    """Return the file that a script writes."""
    exec(compile(text, "script.py", "exec"), {})
    return Path(path).read_bytes()


@pytest.mark.parametrize("format", ["svg", "pdf", "png", "pgf"])
def test_a_script_draws_the_picture_that_the_call_draws(format: str) -> None:
    options: dict[str, Any] = {"centre": 0, "circles": "all", "title": "d < m", "labels": "index", "style": "lecture"}
    text = script(FIG2, f"a.{format}", **options)
    assert made_by(text, f"a.{format}") == ss.figures.picture(ss.figures.diagram(FIG2, **options), format)


def test_a_script_runs_by_itself_and_says_nothing() -> None:
    Path("script.py").write_text(script(FIG2, "a.svg", language="zh", title="间隔"), encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
    assert Path("a.svg").read_bytes() == ss.figures.picture(ss.figures.diagram(FIG2, language="zh", title="间隔"), "svg")


@pytest.mark.parametrize("frame", [0, 7, -1])
def test_paths_are_simulated_again(frame: int) -> None:
    scene = ss.presets.load("five-classes", seed=4)
    run = ss.simulate(scene, step_size=0.2 * ss.stable_step(scene), momentum=0.3)
    text = script(run.at(frame), "a.svg", trajectory=run, springs=False)
    assert made_by(text, "a.svg") == ss.figures.picture(ss.figures.diagram(run.at(frame), trajectory=run, springs=False), "svg")


@given(scenes.scenes(), st.text(max_size=40), st.lists(st.text(max_size=5), max_size=3))
def test_scene_and_options_come_back_exactly_whatever_they_hold(scene: Scene, title: str, labels: list[str]) -> None:
    options: dict[str, Any] = {"title": title, "labels": labels, "view": (0.1, -1e-300, 2.0, 3), "centre": None, "axes": True}
    path = f"{title}a.svg"
    start, drawn, saved = ast.parse(script(scene, path, **options)).body[1:]
    assert isinstance(start, ast.Assign)
    assert isinstance(drawn, ast.Assign)
    assert isinstance(saved, ast.With)
    assert Scene.from_json(ast.literal_eval(start.value.args[0])) == scene  # type: ignore[attr-defined]
    arguments = {word.arg: ast.literal_eval(word.value) for word in drawn.value.keywords}  # type: ignore[attr-defined]
    assert arguments == options
    assert ast.literal_eval(saved.items[0].context_expr.args[0]) == path  # type: ignore[attr-defined]


@pytest.mark.parametrize("title", ["'''", '"""', "\\", "\n", "\x00", "\ud800", "\u202e", "');import os#", "$x$", "#", "é"])
def test_no_text_gets_out_of_its_quotes(title: str) -> None:
    (drawn,) = (node for node in ast.walk(ast.parse(script(FIG2, title=title))) if isinstance(node, ast.keyword))
    assert ast.literal_eval(drawn.value) == title


def test_names_of_classes_come_back_exactly_and_end_nothing() -> None:
    names = ["'''", "\\", '"' * 3, "\\u0027", "猫 {0}", '\\"); print("out")']
    scene = Scene.from_labels(np.zeros((6, 2)), names)
    made: dict[str, Any] = {}
    exec(script(scene, legend=True).partition("figure =")[0], made)
    assert made["scene"] == scene
    assert "legend=True" in script(scene, legend=True)


def test_numbers_of_numpy_are_written_as_plain_ones() -> None:
    assert "centre=3," in script(FIG2, centre=np.int64(3))
    assert "view=(0.5, 1.0)," in script(FIG2, view=(np.float64(0.5), np.float32(1.0)))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1: 2}, object(), np.zeros(2), [b"x"]])
def test_an_option_that_cannot_be_written_is_refused(value: object) -> None:
    with pytest.raises(SceneError) as caught:
        script(FIG2, view=value)
    assert caught.value.field == "view"


def test_lines_stay_short_whatever_the_size_of_the_scene() -> None:
    text = script(ss.presets.load("sheet"))
    assert max(map(len, text.splitlines())) < 300
    assert len(text.splitlines()) < 60


def test_a_landscape_is_drawn_again() -> None:
    gate = ss.presets.load("gate").replace(margin=0.9)
    text = script(gate, "a.svg", drawing="landscape", point=3, style="dark")
    assert made_by(text, "a.svg") == ss.figures.picture(ss.figures.landscape(gate, 3, style="dark"), "svg")

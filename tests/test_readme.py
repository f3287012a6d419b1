"""What README.md says is so."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import springsim

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_the_python_runs_and_its_comments_hold(capsys: pytest.CaptureFixture[str]) -> None:
    code, *_ = BLOCKS
    assert 5 <= sum(bool(line) and not line.startswith("#") for line in code.splitlines()) <= 10
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)
    run, scene, ss = names["run"], names["scene"], names["ss"]
    assert capsys.readouterr().out.startswith("equilibrium after")
    assert f"{run.loss[0]:.4f}"[:5] == "0.835"
    assert run.loss[-1] == pytest.approx(1 / 6)
    np.testing.assert_allclose(ss.pair_distances(run.final).distance, [1 / 3, 2 / 3, 1 / 3], rtol=1e-5)
    assert ss.settle(scene).residual <= 1e-9


def test_what_it_says_of_labels_is_so(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile("import springsim as ss\n" + BLOCKS[1], "README.md", "exec"), {})
    assert capsys.readouterr().out.strip() == BLOCKS[1].strip().rpartition("# ")[2]


def test_what_it_says_of_margins_is_so(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    exec(compile("import springsim as ss\n" + BLOCKS[2], "README.md", "exec"), names)
    x, y = np.moveaxis(names["sweep"].positions[:, 0, 3], -1, 0)
    np.testing.assert_allclose(x, 0.0, atol=1e-6)
    heights = [np.sqrt(max((2 * m / 3) ** 2 - 0.25, 0.0)) for m in (0.5, 0.7, 0.9, 1.1)]
    np.testing.assert_allclose(np.abs(y), heights, atol=1e-6)
    _, *others = capsys.readouterr().out.rsplit("Stability", 1)
    stable, two, *minima = others[0].splitlines()
    assert stable.startswith("(stable:")
    assert two == "2"
    assert len(minima) == 2


@pytest.mark.parametrize("code", re.findall(r"`(springsim\.[^`]*)`", README))
def test_every_name_in_the_map_exists(code: str) -> None:
    scene = springsim.presets.load("tug-of-war")
    assert (
        eval(compile(ast.parse(code, mode="eval"), "README.md", "eval"), {"springsim": springsim, "scene": scene}) is not None
    )


def test_every_pinned_requirement_is_explained() -> None:
    pinned = [
        name
        for file in ("requirements.txt", "requirements-dev.txt")
        for name in re.findall(r"^([\w-]+)==", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE)
    ]
    section = README.split("## Dependencies")[1].split("## ")[0]
    assert len(pinned) > 3
    assert [name for name in pinned if not re.search(rf"\b{name}\b", section)] == []


def test_the_pins_of_the_app_are_those_that_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = {re.split(r"[<>=]", wish)[0] for wish in [*project["dependencies"], *extras["app"], *extras["mp4"]]}
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert {line.split("==")[0] for line in lines if "==" in line} == asked
    assert lines[-1] == "-e ."


def test_every_file_that_is_linked_exists() -> None:
    missing = [link for link in re.findall(r"\]\(([^):]+)\)", README) if not (ROOT / link).is_file()]
    assert missing == []

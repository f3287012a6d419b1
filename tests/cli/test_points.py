"""Points of one's own on the command line: every command that takes a scene takes a table."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, cli
from springsim.model.points_file import inspect
from tests.cli.test_cli import refusal
from tests.cli.test_files import stdin

TABLES = Path(__file__).parents[1] / "fixtures" / "tables"
FILES = sorted(path.name for path in TABLES.iterdir())


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(TABLES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def scene(*arguments: str) -> Scene:
    assert cli.main(["scene", *arguments, "-o", "scene.json", "--force"]) == 0
    return Scene.from_json(Path("scene.json").read_text())


@pytest.mark.parametrize("name", FILES)
def test_a_table_becomes_a_scene_file_and_what_was_read_is_said(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    read = inspect(Path(name))
    assert scene("--from", name) == read.points.scene
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert all(line.startswith("springsim: ") for line in lines)
    assert f"{len(read.points.scene)} points" in lines[0]
    assert len(lines) <= 6
    assert ("principal components" in err) == (read.points.share is not None)
    assert ("left out" in err) == bool(read.points.left_out)


def test_columns_margin_and_scale_are_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    made = scene("--from", "flowers.csv", "--label-column", "species", "--x", "petal length (cm)", "--y", "petal width (cm)")
    assert made == inspect(Path("flowers.csv"), x="petal length (cm)", y="petal width (cm)").points.scene
    three = ("--columns", 'dim0,"dim1", dim2', "--margin", "2", "--scale", "margin", "--label-column", "cluster")
    made = scene("--from", "dataframe.csv", *three)
    assert made == inspect(Path("dataframe.csv"), margin=2.0, scale="margin").points.scene
    assert "times the margin 2" in capsys.readouterr().err
    assert len(set(scene("--from", "tsne.csv", "--label-column", "").labels)) == 1
    assert len(scene("--from", "no_header.tsv", "--header", "yes")) == 5


@pytest.mark.parametrize(
    "arguments",
    [("settle", "excel.csv", "-o", "rest.json"), ("draw", "flowers.csv", "-o", "flowers.svg", "--x", "2", "--y", "3")],
)
def test_other_commands_take_tables(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    if "--x" in arguments:
        assert "one of the columns" in refusal(capsys, *arguments)
        arguments = arguments[:4]
    assert cli.main(arguments) == 0
    assert "springsim: read " in capsys.readouterr().err
    assert Path(arguments[3]).exists()


def test_the_sweep_and_the_animation_of_a_table() -> None:
    assert cli.main(["sweep", "excel.csv", "--margins", "0.5:1:2", "--seeds", "2", "-o", "sweep.csv"]) == 0
    assert cli.main(["animate", "excel.csv", "-o", "a.html", "--margins", "0.5:1:2"]) == 0


@pytest.mark.parametrize("name", ["excel.csv", "embeddings.npz"])
def test_a_table_comes_through_standard_input(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, Path(name).read_bytes())
    assert scene("--from", "-") == inspect(Path(name)).points.scene


def test_the_app_s_own_archive_of_a_run_is_a_scene_at_any_frame(capsys: pytest.CaptureFixture[str]) -> None:
    from springsim.export import data

    run = ss.simulate(ss.presets.load("two-classes"), steps=3)
    Path("run.npz").write_bytes(data.npz(run))
    assert scene("--from", "run.npz") == run.final
    assert scene("--from", "run.npz", "--frame", "first", "--margin", "3") == run.scene.replace(margin=3.0)
    assert np.array_equal(scene("--from", "run.npz", "--frame", "1").positions, run.positions[1])
    assert "principal" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["scene", "--from", "flowers.csv", "--label-column", "spieces"], "one of the columns species"),
        (["scene", "--from", "flowers.csv", "--x", "Id"], "both x and y"),
        (["scene", "--from", "run.csv"], "there is no such file"),
        (["scene", "ring", "--from", "flowers.csv"], "one of them only"),
        (["scene", "--from", "excel.csv", "--scale", "big"], "from 1e-09 to 1e+09"),
        (["scene", "--from", "excel.csv", "--frame", "-1"], "from 0 to"),
        (["settle", "missing.csv", "--x", "note", "--y", "x"], "line 3, column note"),
    ],
)
def test_what_is_refused_names_column_or_row(arguments: list[str], allowed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert allowed in refusal(capsys, *arguments)

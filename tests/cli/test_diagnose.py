"""The command line: diagnoses of scenes, and of tables in all their dimensions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import springsim as ss
from springsim import cli
from springsim.export import formats
from tests.cli.test_cli import refusal

SCENE = ss.presets.load("two-on-a-circle")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("scene.json").write_text(SCENE.to_json())


def test_a_scene_is_diagnosed_in_words_with_a_figure_or_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    found = ss.diagnose(SCENE.replace(margin=3.0))
    assert cli.main(["diagnose", "scene.json", "--margin", "3", "--lang", "zh"]) == 0
    assert capsys.readouterr().out == f"{found.said('zh')}\n"
    for format in formats.offered("diagnose"):
        assert cli.main(["diagnose", "scene.json", "--margin=3", "-o", f"a.{format}"]) == 0
        assert capsys.readouterr().out == f"{found}\n"
        figure = ss.figures.diagnosis(found)
        data = found.to_csv().encode() if format == "csv" else ss.figures.picture(figure, format)
        assert Path(f"a.{format}").read_bytes() == data


def test_a_table_is_diagnosed_in_all_its_dimensions_with_its_names(capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(0)
    names = ["cat", "dog", "elk"] * 5
    x = rng.normal(size=(15, 7))
    rows = [",".join([name, *map(repr, row)]) for name, row in zip(names, x.tolist(), strict=True)]
    Path("log.csv").write_text("\n".join(["species," + ",".join(f"e{k}" for k in range(7)), *rows]))
    assert cli.main(["diagnose", "log.csv", "--margin", "2", "-o", "-", "--format", "csv"]) == 0
    out, told = capsys.readouterr()
    found = ss.diagnose(x, names, margin=2.0)
    assert (found.dimensions, [row.name for row in found.classes]) == (7, ["cat", "dog", "elk"])
    assert out == found.to_csv()
    assert told.endswith(f"{found}\n")
    assert "all 7 dimensions, not in the plane" in told


def test_what_a_format_does_not_have_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, "diagnose", "scene.json", "-o", "a.csv", "--transparent")
    assert "transparent" in said
    assert not Path("a.csv").exists()

"""The scripts of ``examples/``, run as a reader would: what they print are closed forms, what they write can be opened."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from PIL.GifImagePlugin import GifImageFile

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted((ROOT / "examples").glob("*.py"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return what runs a script once: what it printed, and the folder that it wrote into."""
    done = {}

    def run(name):
        if name not in done:
            folder = tmp_path_factory.mktemp(name)
            path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
            ran = subprocess.run(
                [sys.executable, "-W", "error", str(ROOT / "examples" / f"{name}.py")],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                encoding="utf-8",
                timeout=120,
            )
            assert ran.returncode == 0, ran.stderr
            done[name] = ran.stdout, folder
        return done[name]

    return run


def numbers(text):
    return [float(x) for x in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", text)]


def checked_pdf(path):
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert len(data) > 5_000


def checked_svg(path):
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 20


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_short_and_says_first_what_it_is_about(script):
    text = script.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 40
    assert ast.get_docstring(ast.parse(text))
    assert script.name in (ROOT / "README.md").read_text(encoding="utf-8")


def test_three_points_that_pull_and_push_rest_where_the_closed_form_says(made):
    printed, folder = made("figure_for_a_paper")
    *distances, loss = numbers(printed)
    assert distances == pytest.approx([1 / 3, 2 / 3, 1 / 3], abs=1e-6)
    assert loss == pytest.approx(1 / 6, abs=1e-6)
    assert {path.name for path in folder.iterdir()} == {"tug-of-war.pdf", "tug-of-war.pgf"}
    checked_pdf(folder / "tug-of-war.pdf")
    pgf = (folder / "tug-of-war.pgf").read_text(encoding="utf-8")
    assert pgf.count(r"\begin{pgfpicture}") == pgf.count(r"\end{pgfpicture}") == 1
    assert all(f"{name}}}}}%" in pgf for name in "ABC")


def regular_polygon(reach):
    """Return loss and radius of the regular polygon of 18 of least loss, each similar to so many neighbours on either side."""
    radius = np.linspace(0.5, 1.5, 100_001)[:, None]
    chord = 2.0 * radius * np.sin(np.pi * np.arange(1, 10) / 18)  # to the 1st … 9th neighbour
    each = np.where(np.arange(1, 10) <= reach, 0.5 * chord**2, 0.5 * np.maximum(1.0 - chord, 0.0) ** 2)
    total = each @ np.array([18.0] * 8 + [9.0])  # the 9th is opposite: half as many pairs
    return total.min(), radius[total.argmin(), 0]


def test_the_ring_rests_as_the_regular_polygon_of_least_loss(made):
    printed, folder = made("animation_for_a_slide")
    lines = printed.splitlines()
    assert lines[0].startswith("equilibrium after")
    loss, radius = regular_polygon(2)
    assert numbers(lines[1])[1] == pytest.approx(loss, abs=1e-4)
    assert numbers(lines[2]) == pytest.approx([2.0 * radius], abs=1e-3)
    assert {path.name for path in folder.iterdir()} == {"ring.gif", "ring.html"}
    with GifImageFile(folder / "ring.gif") as gif:
        assert gif.n_frames == 48
        assert gif.size == (480, 360)
    page = (folder / "ring.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert 100_000 < len(page) < 1_000_000
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)


def test_the_gate_opens_as_the_closed_form_says(made):
    printed, folder = made("what_a_margin_does")
    rows = np.array([numbers(line) for line in printed.splitlines()[1:]])
    m, found, formula = rows.T
    assert m.min() < 0.5 < 0.75 < m.max()  # before the push begins, before the gate opens, and after
    expected = np.sqrt(np.maximum((2 * m / 3) ** 2 - 0.25, 0.0))
    np.testing.assert_allclose(found, expected, atol=2e-5)
    np.testing.assert_allclose(formula, expected, atol=1e-5)
    assert {path.name for path in folder.iterdir()} == {"gate-closed.svg", "gate-open.svg", "gate-open-losses.svg"}
    for path in folder.iterdir():
        checked_svg(path)


def test_points_of_a_file_are_drawn_and_gather_by_class(made):
    printed, folder = made("figure_from_own_data")
    first, second = printed.splitlines()
    table = [line.split(",") for line in (ROOT / "examples" / "points.csv").read_text(encoding="utf-8").split()[1:]]
    x = np.array([[float(row[0]), float(row[1])] for row in table])
    same = np.array([row[2] == table[0][2] for row in table])
    d = np.hypot(*(x - x[0]).T)[1:]
    loss = 0.5 * (np.where(same[1:], d, np.maximum(1.0 - d, 0.0)) ** 2).sum()
    assert numbers(first) == pytest.approx([4, 7, loss], abs=1e-4)
    between = np.hypot(*(x[:, None] - x).T)
    every = 0.5 * (np.where(same[:, None] == same, between, np.maximum(1.0 - between, 0.0)) ** 2).sum() / 2.0
    assert numbers(second) == pytest.approx([every, 0.0], abs=1e-4)
    assert {path.name for path in folder.iterdir()} == {"points.pdf", "points-settling.pdf"}
    for path in folder.iterdir():
        checked_pdf(path)


def test_the_margin_does_not_decide_whether_a_ring_opens(made):
    printed, folder = made("sweep_on_a_cluster")
    margins, opened, total, lowest, knotted = zip(*map(numbers, printed.replace("m²", "").splitlines()), strict=True)
    assert margins == (0.25, 0.5, 1.0, 2.0, 4.0)
    assert set(total) == {40}
    assert len(set(opened)) == 1
    assert 10 <= opened[0] <= 30  # about half
    assert lowest == pytest.approx([regular_polygon(1)[0]] * 5, abs=1e-4)
    assert min(knotted) > 2.5
    assert {path.name for path in folder.iterdir()} == {"rings.csv"}
    assert len((folder / "rings.csv").read_text(encoding="utf-8").splitlines()) == 201


def test_a_log_of_embeddings_is_played_as_the_epochs_that_it_has(made):
    printed, folder = made("play_a_log")
    points, frames, first, last, *losses = numbers(printed)
    assert (points, frames, first, last) == (24, 41, 0, 200)
    log = np.load(folder / "log.npz")
    same = log["labels"][:, None] == log["labels"]
    for k, loss in ((0, losses[0]), (-1, losses[1])):
        d = np.hypot(*(log["positions"][k][:, None] - log["positions"][k]).T)
        each = 0.5 * np.where(same, d, np.maximum(1.0 - d, 0.0)) ** 2
        assert loss == pytest.approx(np.triu(each, 1).sum(), rel=1e-3)
    assert {path.name for path in folder.iterdir()} == {"log.npz", "log.svg", "log.html"}
    checked_svg(folder / "log.svg")


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed: examples/requirements.txt")
def test_in_a_training_by_pytorch_forces_are_minus_the_gradient(made):
    printed, folder = made("train_with_pytorch")
    epochs, first, last = (numbers(printed)[k] for k in (0, -2, -1))
    assert float(re.findall(r"by (\S+) at most", printed)[0]) < 1e-10
    assert epochs == 101
    assert last < first / 10
    assert {path.name for path in folder.iterdir()} == {"training.html"}

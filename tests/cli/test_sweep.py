"""The command line: sweeps."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

import springsim as ss
from springsim import cli
from springsim.studies import margin_sweep
from springsim.studies.sweep_runs import Start
from tests.cli.test_cli import COMMAND, refusal
from tests.scenes import random_scene

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
RING = ss.presets.load("ring")
LINE = ["sweep", "scene.json", "--margins", "0.5:2:4"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scene.json").write_text(RING.to_json())


def entries() -> list[str]:
    return sorted(path.name for path in Path().iterdir() if path.name != "scene.json")


@pytest.mark.parametrize("start", margin_sweep.STARTS)
def test_the_table_is_that_of_the_library(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*LINE, "--seeds", "3", "--start", start, "-o", "sweep.csv"]) == 0
    sweep = ss.sweep_margin(RING, np.linspace(0.5, 2.0, 4), seeds=range(3), start=start)
    assert Path("sweep.csv").read_text() == sweep.to_csv()
    out, err = capsys.readouterr()
    runs = sweep.done.size
    assert out == f"runs {runs}\nat rest {runs}\nevaluations {sweep.evaluations.sum()}\n"
    assert err == ""
    assert entries() == ["sweep.csv"]


def test_the_table_goes_to_standard_output_and_the_numbers_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*LINE, "-o", "-", "--plot", "sweep.svg"]) == 0
    out, err = capsys.readouterr()
    assert out == ss.sweep_margin(RING, np.linspace(0.5, 2.0, 4)).to_csv()
    assert err.startswith("runs 4\n")
    assert entries() == ["sweep.svg"]


@pytest.mark.parametrize(("suffix", "magic"), [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG"), ("pgf", b"% Made by")])
def test_the_plot_is_that_of_the_library(suffix: str, magic: bytes) -> None:
    assert cli.main([*LINE, "-o", "sweep.csv", "--plot", f"sweep.{suffix}", "--style", "lecture", "--lang", "zh"]) == 0
    sweep = ss.sweep_margin(RING, np.linspace(0.5, 2.0, 4))
    data = Path(f"sweep.{suffix}").read_bytes()
    assert data.startswith(magic)
    assert data == ss.figures.picture(ss.figures.sweep(sweep, style="lecture", language="zh"), suffix)


def test_processes_write_the_same_table() -> None:
    assert cli.main([*LINE, "--seeds", "60", "-o", "one.csv"]) == 0
    assert cli.main([*LINE, "--seeds", "60", "-o", "two.csv", "--processes", "2"]) == 0
    assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()


def test_runs_that_do_not_come_to_rest_are_counted_and_written_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    scene = random_scene("neighbours", 12, seed=2, margin=1e-6)
    scene = scene.replace(positions=scene.positions + 9e5)  # where positions have too few digits
    Path("scene.json").write_text(scene.to_json())
    assert cli.main(["sweep", "scene.json", "--margins", "1e-6:1e-5:3", "-o", "sweep.csv"]) == 1
    assert "did not converge" in capsys.readouterr().err
    assert len(Path("sweep.csv").read_text().splitlines()) == 4


def test_nothing_is_written_over_without_force_nor_one_file_of_two(capsys: pytest.CaptureFixture[str]) -> None:
    Path("sweep.svg").write_text("mine")
    assert "--force" in refusal(capsys, *LINE, "-o", "sweep.csv", "--plot", "sweep.svg")
    assert entries() == ["sweep.svg"]
    assert Path("sweep.svg").read_text() == "mine"
    assert cli.main([*LINE, "-o", "sweep.csv", "--plot", "sweep.svg", "--force"]) == 0
    assert Path("sweep.svg").read_text() != "mine"


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--margins", "1:2"], "low:high:count"),
        (["--margins", "2:1:3"], "below the high one"),
        (["--margins", "0:1:3"], "from 1e-06 to 1e+06"),
        (["--margins=-1:1:3"], "from 1e-06 to 1e+06"),
        (["--margins", "1:2:1"], "from 2 to 1000000"),
        (["--margins", "1:2:1000001"], "from 2 to 1000000"),
        (["--margins", "1:2:2000", "--seeds", "1000"], "at most 1000000"),
        (["--seeds", "0"], "from 1 to 1000000"),
        (["--start", "here"], "scene, random, continue"),
        (["--plot", "a.gif"], ".svg, .pdf, .png, .pgf"),
        (["--plot", "none/a.svg"], "there is no folder"),
        (["--processes", "0"], "from 1 to 256"),
        (["--processes", "2", "--scheduler", "tcp://127.0.0.1:1"], "not allowed with"),
        (["--scheduler", "nowhere"], "no scheduler answers at 'nowhere'"),
        (["-o", "none/a.csv"], "there is no folder"),
    ],
)
def test_what_is_refused_is_named_with_what_is_allowed(
    arguments: list[str], allowed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(capsys, *LINE, "-o", "sweep.csv", *arguments)
    assert allowed in said
    assert said[:-1].isprintable()
    assert entries() == []


def test_without_dask_the_extra_that_brings_it_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    assert "springsim[cluster]" in refusal(capsys, *LINE, "-o", "a.csv", "--scheduler", "tcp://127.0.0.1:1")


def is_read(pipe: str) -> bool:
    """Tell whether somebody still reads a named pipe."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


@posix
@pytest.mark.parametrize(("options", "wait"), [([], 0.0), (["--processes", "2"], 1.5)])
def test_ctrl_c_ends_it_quietly_with_nothing_left_behind_soon_or_late(options: list[str], wait: float) -> None:
    os.mkfifo("pipe.json")
    line = ["sweep", "pipe.json", "--margins", "0.2:3:1000", "--seeds", "300", "-o", "sweep.csv", "--plot", "sweep.svg"]
    with subprocess.Popen(
        [*COMMAND, *line, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        with open("pipe.json", "w") as file:  # opens when the command reads
            file.write(RING.to_json())
        while is_read("pipe.json"):
            time.sleep(0.01)
        time.sleep(wait)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert entries() == ["pipe.json"]

"""The command line: scenes, settling, streams, signals and every refusal."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import springsim as ss
from springsim import Scene, cli
from springsim.validation.limits import SceneLimits
from tests.cli.test_cli import COMMAND, refusal

posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")
RING = ss.presets.load("ring").to_json()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def ring(tmp_path: Path) -> str:
    """A scene file."""
    (tmp_path / "ring.json").write_text(RING)
    return "ring.json"


def loaded(path: str) -> Scene:
    return Scene.from_json(Path(path).read_text())


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# scene


@pytest.mark.parametrize("name", ss.presets.names())
def test_a_named_scene_is_written_as_it_is(name: str) -> None:
    assert cli.main(["scene", name, "-o", "scene.json"]) == 0
    assert loaded("scene.json") == ss.presets.load(name)


def test_seed_and_margin_of_a_scene(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["scene", "two-classes", "--seed", "7", "--margin", "2.5"]) == 0
    assert Scene.from_json(capsys.readouterr().out) == ss.presets.load("two-classes", seed=7).replace(margin=2.5)


def test_the_names_of_scenes_are_listed_with_their_titles(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["scene", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(ss.presets.names())
    assert "Figure 2a: attract-only springs" in lines[3]


@pytest.mark.parametrize(
    ("name", "near"),
    [("fig2b", "fig2"), ("two-clases", "two-classes"), ("RING", "ring"), ("chian", "chain"), ("xyz", "--list")],
)
def test_an_unknown_scene_is_refused_and_near_names_said(name: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, "scene", name)
    assert repr(name) in said
    assert near in said


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["scene", "ring", "--seed=-1"], "from 0 to 4294967295"),
        (["scene", "ring", "--seed=1.0"], "from 0 to 4294967295"),
        (["scene", "ring", "--seed=1_0"], "from 0 to 4294967295"),
        (["scene", "ring", f"--seed={'1' * 5000}"], "from 0 to 4294967295"),
        (["scene", "ring", "--margin=nan"], "from 1e-06 to 1e+06"),
        (["scene", "ring", "--margin=inf"], "from 1e-06 to 1e+06"),
        (["scene", "ring", "--margin=0"], "from 1e-06 to 1e+06"),
        (["scene", "ring", "--margin=-1"], "from 1e-06 to 1e+06"),
        (["scene", "ring", "--margin=１"], "from 1e-06 to 1e+06"),
        (["scene", "ring", "--margin", ""], "from 1e-06 to 1e+06"),
        (["scene"], "--list"),
        (["scene", "ring", "--list"], "--list"),
        (["settle", "ring.json", "--tol=2"], "from 0 to 1"),
        (["settle", "ring.json", "--evaluations=0"], "from 1 to 10000000"),
        (["settle", "none.json"], "there is no such file"),
        (["settle", "."], "is a folder"),
        (["settle", "a\nb\x1b[31m"], "there is no such file"),
        (["settle", "a\0b"], "not the name of a file"),
        (["settle", "ring.json", "-o", "none/a.json"], "there is no folder"),
        (["settle", "ring.json", "-o", "."], "is a folder"),
        (["settle", "ring.json", "-o", "ring.json"], "--force"),
        (["scene", "ring", "-o", "ring.json"], "--force"),
        (["scene", "ring", "-o", "n" * 300], "name too long"),
        (["sing"], "'settle'"),
        (["settle", "ring.json", "--evaluation=5"], "unrecognized arguments"),
    ],
)
@pytest.mark.usefixtures("ring")
def test_what_is_refused_is_named_with_what_is_allowed(
    arguments: list[str], allowed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(capsys, *arguments)
    assert allowed in said
    assert said[:-1].isprintable()
    assert len(said) < 700
    assert [path.name for path in Path().iterdir()] == ["ring.json"]
    assert Path("ring.json").read_text() == RING


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "a table (CSV, TSV"),
        (b"{", "valid JSON"),
        (b"[]", "two columns of numbers"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"format": "other"}', '"springsim"'),
        (RING.replace('"version":1', '"version":99').encode(), "newer springsim"),
        (RING.replace('"margin":1.0', '"margin":NaN').encode(), "margin: nan"),
        (RING.replace('"margin":1.0', '"margin":-1').encode(), "from 1e-06 to 1e+06"),
        (b"[" * 100_000, "levels"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_bad_scene_file_is_named_with_what_is_wrong_in_it(
    text: bytes, said: str, stream: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("bad.json").write_bytes(text)
    stdin(monkeypatch, text)
    line = refusal(capsys, "settle", "-" if stream else "bad.json")
    assert said in line
    assert ("standard input" if stream else "'bad.json'") in line


def test_a_scene_file_too_long_is_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("springsim.cli.arguments.LIBRARY", SceneLimits(points=10, springs=10, text=100, token=100))
    Path("long.json").write_text(RING)
    assert "at most 100 characters" in refusal(capsys, "settle", "long.json")


# settle


def test_settling_prints_loss_residual_and_evaluations(ring: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["settle", ring, "-o", "rest.json"]) == 0
    said = dict(line.split() for line in capsys.readouterr().out.splitlines())
    rest = loaded("rest.json")
    assert list(said) == ["loss", "residual", "evaluations"]
    assert float(said["loss"]) == ss.loss(rest)
    assert float(said["residual"]) == ss.residual(rest) <= 1e-9
    assert int(said["evaluations"]) > 1


def test_settling_without_output_only_prints(ring: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["settle", ring]) == 0
    assert capsys.readouterr().out.startswith("loss ")
    assert [path.name for path in Path().iterdir()] == [ring]


def test_the_margin_of_a_scene_can_be_changed_as_it_is_read(ring: str) -> None:
    assert cli.main(["settle", ring, "--margin", "3", "-o", "rest.json"]) == 0
    assert loaded("rest.json").margin == 3.0


def test_what_does_not_converge_is_said_and_written_all_the_same(ring: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["settle", ring, "--evaluations", "5", "-o", "half.json"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("loss ")
    assert err.startswith("springsim: did not converge: ")
    assert err.count("\n") == 1
    assert ss.residual(loaded("half.json")) > 1e-9


def test_a_scene_goes_through_streams(
    ring: str, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, RING.encode())
    assert cli.main(["settle", "-", "-o", "-"]) == 0
    out, err = capsysbinary.readouterr()
    assert ss.residual(Scene.from_json(out.decode())) <= 1e-9
    assert err.startswith(b"loss ")


def test_force_overwrites(ring: str) -> None:
    assert cli.main(["settle", ring, "-o", ring, "--force"]) == 0
    assert ss.residual(loaded(ring)) <= 1e-9
    assert [path.name for path in Path().iterdir()] == [ring]


# streams and signals, in a process of their own


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60, **options)  # type: ignore[call-overload,no-any-return]


def test_two_commands_in_a_pipe() -> None:
    first = run("scene", "ring")
    second = run("settle", "-", "-o", "-", input=first.stdout)
    assert (first.returncode, first.stderr, second.returncode) == (0, "", 0)
    assert ss.residual(Scene.from_json(second.stdout)) <= 1e-9


@posix
@pytest.mark.parametrize(
    "arguments", [("--help",), ("scene", "--list"), ("scene", "sheet"), ("settle", "ring.json", "-o", "-")]
)
@pytest.mark.usefixtures("ring")
def test_a_closed_pipe_is_quiet(arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run([*COMMAND, *arguments], stdout=closed, stderr=subprocess.PIPE, text=True, timeout=60)
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("arguments", [("--help",), ("scene", "--list"), ("scene", "sheet"), ("settle", "ring.json")])
@pytest.mark.usefixtures("ring")
def test_a_full_disk_is_said(arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (2, "springsim: standard output: no space left on device\n")


@posix
@pytest.mark.parametrize(("redirect", "arguments"), [(">&-", "scene ring"), ("<&-", "settle -")])
def test_a_closed_stream_is_said(redirect: str, arguments: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m springsim {arguments} {redirect}', sys.executable],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.endswith(": is closed\n")
    assert done.stderr.count("\n") == 1


@posix
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_quietly_with_nothing_left_behind(number: signal.Signals, status: int) -> None:
    os.mkfifo("scene.json")
    with (
        subprocess.Popen(
            [*COMMAND, "settle", "scene.json", "-o", "rest.json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process,
        open("scene.json", "w"),
    ):  # opens when the other end does: it now waits for a scene
        time.sleep(0.3)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (status, b"", b"")
    assert [path.name for path in Path().iterdir()] == ["scene.json"]


@posix
def test_what_is_to_ignore_a_closed_terminal_ignores_it() -> None:
    code = (
        "import signal, os; from springsim import cli; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "with cli._ended_by_signals():\n    os.kill(os.getpid(), signal.SIGHUP)\nprint('goes on')"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "goes on\n"


# what is loaded


def test_help_and_scenes_load_nothing_that_draws_or_serves() -> None:
    code = (
        "import sys; from springsim import cli\n"
        "for arguments in (['scene', 'ring'], ['scene', '--list'], ['draw', '--help'], ['--help']):\n"
        "    try: cli.main(arguments)\n    except SystemExit: pass\n"
        "print('\\n' + ' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"matplotlib", "streamlit", "uvicorn", "PIL", "tqdm", "imageio_ffmpeg", "springsim.app.shell"}

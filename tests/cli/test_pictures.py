"""The command line: figures, pictures and animations."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import springsim as ss
from springsim import cli
from springsim.cli import arguments, draw
from springsim.export import formats, paper
from tests.cli.test_cli import COMMAND, refusal

posix = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")
SCENE = ss.presets.load("fig2")
MAGIC = {
    "svg": b"<?xml",
    "pdf": b"%PDF",
    "png": b"\x89PNG",
    "pgf": b"% Made by springsim",
    "gif": b"GIF89a",
    "html": b"<!DOCTYPE html>",
}
SMALL = ["--size", "240x180", "--dpi", "50", "--frames", "6"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scene.json").write_text(SCENE.to_json())


def entries(folder: str = ".") -> list[str]:
    return sorted(name for name in os.listdir(folder) if name != "scene.json")


def test_what_the_command_line_offers_is_what_the_library_has() -> None:
    for circles in draw._CIRCLES:
        ss.figures.diagram(SCENE, centre=0, circles=circles)


# draw


@pytest.mark.parametrize("format", formats.offered("draw"))
def test_a_scene_is_drawn_in_the_format_of_the_suffix(format: str) -> None:
    assert cli.main(["draw", "scene.json", "-o", f"a.{format}"]) == 0
    data = Path(f"a.{format}").read_bytes()
    assert data.startswith(MAGIC[format])
    assert data == ss.figures.picture(ss.figures.diagram(SCENE), format)


@pytest.mark.parametrize(
    ("given", "options"),
    [
        (["--centre", "0", "--circles", "all"], {"centre": 0, "circles": "all"}),
        (["--no-springs", "--no-forces"], {"springs": False, "forces": False}),
        (["--all-springs", "--centre=0", "--each-force"], {"springs": "all", "forces": "each", "centre": 0}),
        (["--labels", "index", "--axes"], {"labels": "index", "axes": True}),
        (["--labels", "a,b,c,d,e,f,g,h,i,j,$k$,<l>"], {"labels": [*"abcdefghij", "$k$", "<l>"]}),
        (["--title", "d < m & \\$x$ 间隔", "--lang", "zh"], {"title": "d < m & \\$x$ 间隔", "language": "zh"}),
        (["--style", "dark", "--view=-1:1:-2:2"], {"style": "dark", "view": (-1.0, 1.0, -2.0, 2.0)}),
        (["--size", "6x4.5"], {"size": (6.0, 4.5)}),
        (["--size", "icml-column"], {"size": "icml-column"}),
    ],
)
def test_options_are_those_of_diagram(given: list[str], options: dict[str, Any]) -> None:
    assert cli.main(["draw", "scene.json", "-o", "a.svg", *given]) == 0
    assert Path("a.svg").read_bytes() == ss.figures.picture(ss.figures.diagram(SCENE, **options), "svg")


def test_real_text_and_no_background_are_those_of_picture() -> None:
    figure = ss.figures.diagram(SCENE)
    assert cli.main(["draw", "scene.json", "-o", "a.svg", "--text", "font", "--transparent"]) == 0
    assert Path("a.svg").read_bytes() == ss.figures.picture(figure, "svg", text="font", transparent=True)
    made = ["figures", "--out", "f", "--only", "fig2a", "--format", "svg", "--format", "pdf", "--text", "font"]
    assert cli.main(made) == 0  # a PDF has no letters to choose: they are those of the SVG
    assert Path("f/fig2a.svg").read_bytes() == ss.figures.picture(ss.figures.figure2("a"), "svg", text="font")


def test_a_scene_is_drawn_at_rest_and_at_another_margin() -> None:
    assert cli.main(["draw", "scene.json", "-o", "a.svg", "--settle", "--margin", "1.5"]) == 0
    rest = ss.settle(SCENE.replace(margin=1.5)).scene
    assert Path("a.svg").read_bytes() == ss.figures.picture(ss.figures.diagram(rest), "svg")


def test_a_landscape_is_drawn_of_a_point() -> None:
    assert cli.main(["draw", "scene.json", "-o", "a.svg", "--landscape", "2", "--margin", "1.5", "--style", "dark"]) == 0
    figure = ss.figures.landscape(SCENE.replace(margin=1.5), 2, style="dark")
    assert Path("a.svg").read_bytes() == ss.figures.picture(figure, "svg")


def test_paths_are_drawn_to_where_it_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    real = ss.figures.diagram

    def diagram(scene: ss.Scene, **options: Any) -> Any:
        seen.update(options, scene=scene)
        return real(scene, **options)

    monkeypatch.setattr(ss.figures, "diagram", diagram)
    assert cli.main(["draw", "scene.json", "-o", "a.svg", "--trails", "--settle"]) == 0
    assert seen["trajectory"].converged
    assert seen["trajectory"].scene == SCENE
    assert seen["scene"] == seen["trajectory"].final


def test_what_is_drawn_before_it_rests_is_said_and_written_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(draw, "settle", lambda scene: ss.settle(scene, max_evaluations=1))
    assert cli.main(["draw", "scene.json", "-o", "a.svg", "--settle"]) == 1
    assert capsys.readouterr().err.startswith("springsim: did not converge: a force of ")
    assert entries() == ["a.svg"]


@pytest.mark.parametrize(("command", "format"), [("draw", "svg"), ("draw", "pdf"), ("animate", "gif"), ("animate", "html")])
def test_a_picture_goes_through_streams(
    command: str, format: str, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SCENE.to_json().encode())))
    small = [*SMALL, "--margins", "0.5:2:2"] if format == "html" else SMALL
    assert cli.main([command, "-", "-o", "-", "--format", format, *(small if command == "animate" else [])]) == 0
    out, err = capsysbinary.readouterr()
    assert out.startswith(MAGIC[format])
    assert err == b""


def test_a_stream_takes_svg_unless_told_otherwise(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["draw", "scene.json", "-o", "-"]) == 0
    assert capsysbinary.readouterr().out.startswith(b"<?xml")


def test_a_png_has_the_pixels_that_were_asked_for() -> None:
    for dpi in (50, 100):
        assert cli.main(["draw", "scene.json", "-o", f"{dpi}.png", "--dpi", f"{dpi}"]) == 0
    with Image.open("50.png") as small, Image.open("100.png") as large:
        assert large.width == pytest.approx(2 * small.width, abs=2)


# figures


def test_all_figures_of_the_paper_are_written_by_their_names() -> None:
    assert cli.main(["figures", "--out", "new/figures"]) == 0
    assert entries("new/figures") == sorted(f"{name}.svg" for name in paper.NAMES)
    written = {name: Path(f"new/figures/{name}.svg").read_bytes() for name in paper.NAMES}
    assert written["fig1"] == ss.figures.picture(ss.figures.figure1(), "svg")
    assert written["fig1-as-printed"] == ss.figures.picture(ss.figures.figure1(as_printed=True), "svg")
    assert written["fig2"] == ss.figures.picture(ss.figures.figure2(), "svg")
    assert written["fig2c"] == ss.figures.picture(ss.figures.figure2("c"), "svg")


def test_some_figures_in_several_formats_another_style_language_and_margin() -> None:
    chosen = ["--only", "fig2a", "--only", "fig1", "--format", "png", "--format", "svg", "--format", "png"]
    assert cli.main(["figures", "--out", ".", *chosen, "--style", "dark", "--lang", "zh", "--margin", "0.8"]) == 0
    assert entries() == ["fig1.png", "fig1.svg", "fig2a.png", "fig2a.svg"]
    figure = ss.figures.figure2("a", margin=0.8, style="dark", language="zh")
    assert Path("fig2a.svg").read_bytes() == ss.figures.picture(figure, "svg")


def test_figures_are_written_all_or_none(capsys: pytest.CaptureFixture[str]) -> None:
    Path("fig1.svg").write_text("old")
    arguments = ["figures", "--out", ".", "--only", "fig2b", "--only", "fig1"]
    assert "fig1.svg" in refusal(capsys, *arguments)
    assert entries() == ["fig1.svg"]
    assert Path("fig1.svg").read_text() == "old"
    assert cli.main([*arguments, "--force"]) == 0
    assert entries() == ["fig1.svg", "fig2b.svg"]


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_made_for_figures_goes_again_when_none_is_written(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if there:
        Path("new").mkdir()

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ss.figures, "picture", stop)
    assert cli.main(["figures", "--out", "new/deep/er"]) == 130
    assert entries() == (["new"] if there else [])
    assert not there or entries("new") == []


# animate


def test_a_gif_shows_the_way_to_rest() -> None:
    assert cli.main(["animate", "scene.json", "-o", "a.gif", *SMALL, "--centre", "0", "--fps", "10"]) == 0
    with Image.open("a.gif") as image:
        assert (image.size, image.n_frames, image.info["duration"]) == ((240, 180), 6, 100)  # type: ignore[attr-defined]


def test_a_gif_lasts_and_plays_as_asked_with_what_is_asked_for() -> None:
    asked = ["--seconds", "2", "--pause", "0.5", "--loop", "once", "--no-forces", "--no-springs", "--no-circle", "--trails"]
    asked += ["--title", "Two classes", "--view=-2:2:-2:2", "--no-legend"]
    assert cli.main(["animate", "scene.json", "-o", "a.gif", *SMALL, *asked]) == 0
    with Image.open("a.gif") as image:
        assert (image.n_frames, image.info["duration"], "loop" in image.info) == (6, 400, False)  # type: ignore[attr-defined]


def test_an_mp4_is_written() -> None:
    assert cli.main(["animate", "scene.json", "-o", "a.MP4", *SMALL]) == 0
    assert Path("a.MP4").read_bytes()[4:8] == b"ftyp"


def test_html_takes_margins() -> None:
    assert cli.main(["animate", "scene.json", "-o", "a.html", "--margins", "0.5:2:4", "--lang", "zh"]) == 0
    assert Path("a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_margins_are_evenly_spaced_and_short() -> None:
    assert arguments.margins("0.2:3:21") == [round(0.2 + 0.14 * k, 9) for k in range(21)]


def test_a_run_is_as_smooth_as_the_frames_ask_for() -> None:
    scene = ss.presets.load("similar-pair")
    assert len(cli.runs.smooth_run(scene, frames=10)) < len(cli.runs.smooth_run(scene, frames=60)) >= 60
    assert cli.runs.smooth_run(scene, frames=10_000).converged


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--steps", "3"], "the points still move after 3 steps"),
        (["--step", "2.5"], "the step is too large"),
        (["--step", "3.9"], "the step is too large"),
    ],
)
def test_a_run_that_does_not_come_to_rest_is_said_and_written_all_the_same(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["animate", "scene.json", "-o", "a.gif", *SMALL, *options]) == 1
    err = capsys.readouterr().err
    assert err.startswith("springsim: did not converge: ")
    assert said in err
    assert err.count("\n") == 1
    assert entries() == ["a.gif"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["draw", "scene.json"], "-o"),
        (["draw", "scene.json", "-o", "a.bmp"], ".svg, .pdf, .png, .pgf"),
        (["draw", "scene.json", "-o", "a"], ".svg, .pdf, .png, .pgf"),
        (["draw", "scene.json", "-o", "a.svg", "--format", "bmp"], "svg, pdf, png, pgf"),
        (["draw", "scene.json", "-o", "none/a.svg"], "there is no folder"),
        (["draw", "none.json", "-o", "a.svg"], "there is no such file"),
        (["draw", "scene.json", "-o", "a.svg", "--centre", "12"], "from 0 to 11"),
        (["draw", "scene.json", "-o", "a.svg", "--centre", "-1"], "from 0 to 4999"),
        (["draw", "scene.json", "-o", "a.svg", "--circles", "some"], "selected, all, none"),
        (["draw", "scene.json", "-o", "a.svg", "--style", "loud"], "paper, lecture, dark"),
        (["draw", "scene.json", "-o", "a.svg", "--lang", "de"], "en, zh"),
        (["draw", "scene.json", "-o", "a.svg", "--labels", "a,b"], "labels"),
        (["draw", "scene.json", "-o", "a.svg", "--title", "x" * 1000], "title"),
        (["draw", "scene.json", "-o", "a.svg", "--view=1:0:0:1"], "view"),
        (["draw", "scene.json", "-o", "a.svg", "--view=0:nan:0:1"], "from -1e+06 to 1e+06"),
        (["draw", "scene.json", "-o", "a.svg", "--size=3"], "as in 3.3x2.5"),
        (["draw", "scene.json", "-o", "a.svg", "--size=3x0.5"], "from 1 to 40"),
        (["draw", "scene.json", "-o", "a.svg", "--view=0:1"], "left:right:bottom:top"),
        (["draw", "scene.json", "-o", "a.png", "--dpi", "9"], "from 50 to 600"),
        (["draw", "scene.json", "-o", "a.svg", "--landscape", "12"], "from 0 to 11"),
        (["draw", "scene.json", "-o", "a.svg", "--landscape", "1", "--axes"], "a landscape with --axes"),
        (["draw", "scene.json", "-o", "a.svg", "--landscape", "1", "--all-springs"], "a landscape with --all-springs"),
        (["draw", "scene.json", "-o", "a.svg", "--no-springs", "--all-springs"], "not allowed with"),
        (["draw", "scene.json", "-o", "a.svg", "--each-force"], "forces"),
        (["draw", "scene.json", "-o", "a.svg", "--margin", "0"], "from 1e-06 to 1e+06"),
        (["figures"], "--out"),
        (["figures", "--out", "scene.json"], "scene.json"),
        (["figures", "--out", "a", "--only", "fig3"], "fig1, fig1-as-printed, fig2"),
        (["figures", "--out", "a", "--format", "jpg"], "svg, pdf, png, pgf"),
        (["figures", "--out", "a", "--margin", "nan"], "from 0.05 to 5"),
        (["figures", "--out", "a\0b"], "not the name"),
        (["animate", "scene.json", "-o", "a.avi"], ".gif, .mp4, .html"),
        (["animate", "scene.json", "-o", "a.gif", "--frames", "1001"], "from 2 to 1000"),
        (["animate", "scene.json", "-o", "a.gif", "--fps", "0"], "from 1 to 50"),
        (["animate", "scene.json", "-o", "a.gif", "--dpi", "nan"], "from 50 to 600"),
        (["animate", "scene.json", "-o", "a.gif", "--dpi", "300", "--size", "240x240"], "from 50 to 200"),
        (["animate", "scene.json", "-o", "a.gif", "--size", "960"], "as in 960x720"),
        (["animate", "scene.json", "-o", "a.gif", "--size", "960x99999"], "from 120 to 2160"),
        (["animate", "scene.json", "-o", "a.gif", "--step", "0"], "above 0 up to 4"),
        (["animate", "scene.json", "-o", "a.gif", "--step", "5"], "above 0 up to 4"),
        (["animate", "scene.json", "-o", "a.gif", "--momentum", "1"], "from 0 to 0.999"),
        (["animate", "scene.json", "-o", "a.gif", "--steps", "0"], "from 1 to 10000000"),
        (["animate", "scene.json", "-o", "a.gif", "--centre", "12"], "from 0 to 11"),
        (["animate", "scene.json", "-o", "a.gif", "--margins", "1:2:3"], "only .html"),
        (["animate", "scene.json", "-o", "a.gif", "--seconds", "0"], "from 0.2 to 60"),
        (["animate", "scene.json", "-o", "a.gif", "--pause", "x"], "from 0 to 10"),
        (["animate", "scene.json", "-o", "a.gif", "--loop", "twice"], "forever, once, or a whole number from 1 to 1000"),
        (["animate", "scene.json", "-o", "a.mp4", "--loop", "once"], "only .gif"),
        (["animate", "scene.json", "-o", "a.gif", "--transparent"], "--transparent"),
        (["draw", "scene.json", "-o", "a.pdf", "--text", "font"], "only .svg"),
        (["draw", "scene.json", "-o", "a.pgf", "--transparent"], "only .svg, .pdf, .png"),
        (["animate", "scene.json", "-o", "a.html", "--margins", "1:2"], "low:high:count"),
        (["animate", "scene.json", "-o", "a.html", "--margins", "2:1:3"], "below the high one"),
        (["animate", "scene.json", "-o", "a.html", "--margins", "1:2:1000"], "from 2 to 41"),
        (["animate", "scene.json", "-o", "a.html", "--margins", "1:inf:3"], "from 1e-06 to 1e+06"),
    ],
)
def test_what_is_refused_is_named_with_what_is_allowed(given: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    line = refusal(capsys, *given)
    assert said in line
    assert line[:-1].isprintable()
    assert entries() == []


@pytest.mark.parametrize(
    ("package", "command", "extra"),
    [
        ("matplotlib", ["draw", "scene.json", "-o", "a.svg"], "figures"),
        ("matplotlib", ["figures", "--out", "."], "figures"),
        ("PIL.Image", ["animate", "scene.json", "-o", "a.gif"], "figures"),
        ("imageio_ffmpeg", ["animate", "scene.json", "-o", "a.mp4"], "mp4"),
    ],
)
def test_a_missing_package_is_named_with_the_extra_that_brings_it(
    package: str, command: list[str], extra: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert f"pip install 'springsim[{extra}]'" in refusal(capsys, *command)
    assert entries() == []


def test_without_a_chinese_font_the_package_that_has_one_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("springsim.figures.drawing.style.chinese_font", lambda name: None)
    assert "fonts-noto-cjk" in refusal(capsys, "draw", "scene.json", "-o", "a.svg", "--lang", "zh")
    assert "fonts-noto-cjk" in refusal(capsys, "animate", "scene.json", "-o", "a.gif", "--lang", "zh")


# a terminal, a signal, a closed pipe


def in_terminal(*arguments: str) -> tuple[int, str]:
    """Run a command whose output and errors are a terminal; return its exit code and what the terminal got."""
    import pty
    import termios

    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, 80))
    with subprocess.Popen([*COMMAND, *arguments], stdout=follower, stderr=follower) as process:
        os.close(follower)
        got = b""
        try:
            while part := os.read(leader, 4096):
                got += part
        except OSError:  # how Linux says that the other end is closed
            pass
        os.close(leader)
    return process.returncode, got.decode()


@posix
def test_no_picture_of_bits_goes_to_a_terminal() -> None:
    status, said = in_terminal("draw", "scene.json", "-o", "-", "--format", "png")
    assert (status, said) == (
        2,
        "springsim: standard output: is a terminal, and this is no text; name a file, or send it on with | or >\r\n",
    )


@posix
def test_a_terminal_is_shown_how_far_it_is_and_nothing_else_is() -> None:
    status, said = in_terminal("animate", "scene.json", "-o", "a.gif", *SMALL)
    assert status == 0
    assert "/6 [" in said
    done = subprocess.run([*COMMAND, "animate", "scene.json", "-o", "b.gif", *SMALL], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert Path("a.gif").read_bytes() == Path("b.gif").read_bytes()


@posix
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("name", ["a.gif", "a.mp4"])
def test_a_signal_in_the_middle_of_an_animation_leaves_nothing_behind(name: str, number: signal.Signals, status: int) -> None:
    code = (
        "import sys; from springsim import cli; from springsim.export import frames\n"
        "real = frames.pixels\n"
        "def slow(film, k):\n"
        "    if k > 5: print(flush=True); sys.stdin.readline()\n"
        "    return real(film, k)\n"
        "frames.pixels = slow\n"
        f"sys.exit(cli.main(['animate', 'scene.json', '-o', '{name}']))"
    )
    temporary = Path("temporary")
    temporary.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(temporary.resolve())},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it is drawing a frame
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (status, b"", b"")
    assert entries() == ["temporary"]
    assert list(temporary.iterdir()) == []


@posix
@pytest.mark.parametrize("given", [["draw", "scene.json", "-o", "-"], ["animate", "scene.json", "-o", "-", *SMALL]])
def test_a_closed_pipe_is_quiet(given: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run([*COMMAND, *given], stdout=closed, stderr=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")

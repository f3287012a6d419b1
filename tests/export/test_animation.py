"""Animations, decoded again and counted."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

import springsim as ss
from springsim import SceneError
from springsim.export import FileError, MissingError, animate, animation, frames
from springsim.validation.limits import ANIMATION_FRAMES_MAX, DPI_MAX, FPS_MAX, SIZE_MAX

SCENE = ss.presets.load("two-classes")
RUN = ss.simulate(SCENE, step_size=0.2 * ss.stable_step(SCENE))
SMALL: dict[str, Any] = {"size": (240, 180), "dpi": 50, "frames": 8}


def gif_frames(data: bytes) -> list[tuple[npt.NDArray[np.uint8], int]]:
    """Return the pictures of a GIF and for how many milliseconds each is shown."""
    with Image.open(io.BytesIO(data)) as image:
        found = []
        for k in range(getattr(image, "n_frames", 1)):
            image.seek(k)
            found.append((np.asarray(image.convert("RGB")), int(image.info["duration"])))
        return found


def mp4_frames(path: Path) -> tuple[str, list[npt.NDArray[np.uint8]]]:
    """Return what ffmpeg says of an MP4, and its pictures."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    about = done.stderr.decode().partition("Output #0")[0]
    size = re.search(r"Video:.* (\d+)x(\d+)", about)
    assert size is not None
    return about, list(np.frombuffer(done.stdout, np.uint8).reshape(-1, int(size[2]), int(size[1]), 3))


def entries() -> list[str]:
    return sorted(os.listdir())


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def test_a_gif_has_the_frames_the_size_and_the_time_that_were_asked_for() -> None:
    animate(RUN, "a.gif", frames=8, fps=30, size=(241, 181), dpi=50)
    frames = gif_frames(Path("a.gif").read_bytes())
    assert len(frames) == 8
    assert {picture.shape for picture, _ in frames} == {(181, 241, 3)}
    assert sum(time for _, time in frames[:-1]) == pytest.approx(7000 / 30, abs=5)
    assert frames[-1][1] == 1500
    with Image.open("a.gif") as image:
        assert image.info["loop"] == 0


def test_an_mp4_has_the_frames_the_even_size_and_the_time_that_were_asked_for() -> None:
    animate(RUN, "a.mp4", frames=8, fps=20, size=(241, 181), dpi=50)
    about, frames = mp4_frames(Path("a.mp4"))
    assert len(frames) == 8 + 29
    assert {picture.shape for picture in frames} == {(182, 242, 3)}
    assert re.search(r"Video: h264 .*yuv420p\(tv, bt709, progressive\).* 20 fps", about)
    assert "Duration: 00:00:01.85" in about
    data = Path("a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # its index at the front: it starts before all of it is there


def drawn(frame: int, **options: Any) -> npt.NDArray[np.int64]:
    """Return a frame as it is drawn."""
    film = ss.figures.Film(RUN, style="lecture", language="en", size=SMALL["size"], dpi=SMALL["dpi"], **options)
    return frames.pixels(film, frame).astype(np.int64)


def test_the_frames_are_states_of_the_run_evenly_chosen() -> None:
    wanted = np.linspace(0, len(RUN) - 1, 8).round().astype(int)
    animate(RUN, "a.gif", **SMALL)
    animate(RUN, "a.mp4", **SMALL)
    gif = [picture for picture, _ in gif_frames(Path("a.gif").read_bytes())]
    mp4 = mp4_frames(Path("a.mp4"))[1]
    for at, frame in enumerate(wanted.tolist()):
        assert np.abs(drawn(frame) - gif[at]).mean() < 1.0
        assert np.abs(drawn(frame) - mp4[at]).mean() < 4.0
    assert np.abs(drawn(int(wanted[3])) - gif[5]).mean() > 1.0


def test_the_colours_of_a_gif_are_those_of_the_figure_and_do_not_flicker() -> None:
    animate(RUN, "a.gif", **SMALL)
    frames = [picture for picture, _ in gif_frames(Path("a.gif").read_bytes())]
    for picture in frames:
        np.testing.assert_array_equal(picture[0, 0], drawn(0)[0, 0])
    colours = {tuple(colour) for picture in frames for colour in picture.reshape(-1, 3).tolist()}
    assert len(colours) <= 256


def test_all_frames_are_shown_where_the_run_has_fewer_than_asked_for() -> None:
    run = ss.simulate(SCENE, steps=3)
    assert len(gif_frames(animation.movie(run, "gif", **{**SMALL, "frames": 50}))) == len(run) == 4


def test_a_run_that_rests_from_the_start_is_one_picture() -> None:
    run = ss.simulate(RUN.final)
    assert len(run) == 1
    ((_, time),) = gif_frames(animation.movie(run, "gif", **SMALL))
    assert time == 1500
    Path("a.mp4").write_bytes(animation.movie(run, "mp4", fps=10, **SMALL))
    assert len(mp4_frames(Path("a.mp4"))[1]) == 15


def test_a_run_without_loss_has_none_in_its_strip() -> None:
    run = ss.simulate(ss.settle(ss.presets.load("fig2")).scene, steps=10)
    assert 0.0 < run.loss.max() < 1e-12  # not quite at rest
    (strip,) = (axes for axes in ss.figures.Film(run).figure.axes if axes.get_gid() == "loss-strip")
    assert strip.get_ylim() == (0.0, 1.0)


@pytest.mark.parametrize("name", ["empty", "coincident", "fig2"])
@pytest.mark.parametrize("style", ["paper", "dark"])
def test_any_scene_in_any_style_is_animated(name: str, style: str) -> None:
    scene = ss.presets.load(name)
    run = ss.simulate(scene, steps=6, step_size=0.1 * ss.stable_step(scene))
    centre = 0 if name == "fig2" else None
    assert gif_frames(animation.movie(run, "gif", centre=centre, style=style, language="zh", **SMALL))


@pytest.mark.parametrize("format", ["gif", "mp4", "html"])
def test_the_same_call_gives_the_same_bytes(format: str) -> None:
    options = {} if format == "html" else SMALL
    first = animation.movie(RUN, format, margins=[0.5, 2.0] if format == "html" else None, **options)
    assert animation.movie(RUN, format, margins=[0.5, 2.0] if format == "html" else None, **options) == first


def test_html_is_a_page_of_its_own() -> None:
    animate(RUN, "a.html", margins=[0.5, 2.0], language="zh", centre=3)
    text = Path("a.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert '<html lang="zh">' in text


def test_a_page_has_no_view_of_its_own() -> None:
    with pytest.raises(SceneError, match=r"view: .* only \.gif, \.mp4"):
        animation.movie(RUN, "html", view=(-1.0, 1.0, -1.0, 1.0))


def words(film: ss.figures.Film) -> set[str]:
    """Return all words of the frame that a film shows."""
    found = [*film.figure.texts, *(text for axes in film.figure.axes for text in axes.texts)]
    return {text.get_text() for text in found}


def test_the_view_asked_for_is_in_view_in_every_frame_with_the_title_and_the_names_of_classes_beside_it() -> None:
    named = ss.Scene.from_labels(SCENE.positions, np.array(["setosa", "virginica"])[SCENE.labels])
    run = ss.simulate(named, step_size=0.2 * ss.stable_step(named))
    film = ss.figures.Film(run, title="Iris <b>$x$", view=(-3.0, 5.0, -1.0, 1.0))
    for frame in (0, 7, len(run) - 1):
        film.draw(frame)
        picture = next(axes for axes in film.figure.axes if axes.get_gid() not in ("legend", "loss-strip"))
        (left, right), (bottom, top) = picture.get_xlim(), picture.get_ylim()
        assert left <= -3.0
        assert right >= 5.0
        assert bottom <= -1.0
        assert top >= 1.0
        assert min((-3.0 - left) + (right - 5.0), (-1.0 - bottom) + (top - 1.0)) == pytest.approx(0.0, abs=1e-9)
        assert {"Iris <b>$x$", "setosa", "virginica"} <= words(film)
    assert not {"setosa", "Iris <b>$x$"} & words(ss.figures.Film(run, legend=False))


@pytest.mark.parametrize("format", ["gif", "mp4", "html"])
def test_progress_is_told_from_nothing_to_all(format: str) -> None:
    told: list[tuple[int, int]] = []
    options: dict[str, Any] = {"margins": [0.5, 2.0]} if format == "html" else SMALL
    animation.movie(RUN, format, progress=lambda done, total: told.append((done, total)), **options)
    total = 3 if format == "html" else 8
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {all for _, all in told} == {total}
    assert len(told) >= total


class _CancelledError(Exception):
    pass


@pytest.mark.parametrize(("raised", "at"), [(_CancelledError, 0), (KeyboardInterrupt, 3), (_CancelledError, 8)])
@pytest.mark.parametrize(("suffix", "overwrite"), [("gif", True), ("mp4", False)])
def test_what_progress_raises_cancels_and_leaves_nothing_behind(
    raised: type[BaseException], at: int, suffix: str, overwrite: bool
) -> None:
    name = f"a.{suffix}"
    if overwrite:
        Path(name).write_bytes(b"old")

    def stop(done: int, total: int) -> None:
        if done == at:
            raise raised

    with pytest.raises(raised):
        animate(RUN, name, progress=stop, overwrite=overwrite, **SMALL)
    assert entries() == ([name] if overwrite else []) + ["temporary"]
    assert os.listdir("temporary") == []
    if overwrite:
        assert Path(name).read_bytes() == b"old"


def test_ffmpeg_is_gone_after_a_cancelled_animation(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            started.append(self)

    def stop(done: int, total: int) -> None:
        if done == 3:
            assert started[0].poll() is None
            raise _CancelledError

    imageio_ffmpeg.get_ffmpeg_exe()  # which runs it once by itself
    monkeypatch.setattr(subprocess, "Popen", Watched)
    with pytest.raises(_CancelledError):
        animate(RUN, "a.mp4", progress=stop, **SMALL)
    (process,) = started
    assert process.returncode is not None


@pytest.mark.skipif(os.name != "posix", reason="a script in place of ffmpeg")
@pytest.mark.parametrize("script", ["echo 'no space left' >&2; exit 3", "head -c 1000 >/dev/null; echo broken >&2; exit 1"])
def test_what_ffmpeg_complains_of_is_said(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Path("ffmpeg")
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", lambda: str(fake.resolve()))
    with pytest.raises(OSError, match=r"no space left|broken"):
        animate(RUN, "a.mp4", **SMALL)
    assert entries() == ["ffmpeg", "temporary"]
    assert os.listdir("temporary") == []


def test_a_file_that_is_there_is_kept_and_nothing_is_drawn_for_it() -> None:
    Path("a.gif").write_bytes(b"old")

    def never(done: int, total: int) -> None:
        raise AssertionError

    with pytest.raises(FileError, match="overwrite=True"):
        animate(RUN, "a.gif", progress=never)
    assert Path("a.gif").read_bytes() == b"old"
    animate(RUN, "a.gif", overwrite=True, **SMALL)
    assert Path("a.gif").read_bytes()[:6] == b"GIF89a"


@pytest.mark.parametrize(
    ("package", "format", "extra"),
    [("imageio_ffmpeg", "mp4", "mp4"), ("PIL", "gif", "figures"), ("matplotlib", "gif", "figures")],
)
def test_a_missing_package_is_named_with_the_extra_that_brings_it(
    package: str, format: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    if package == "PIL":
        monkeypatch.setitem(sys.modules, "PIL.Image", None)
    with pytest.raises(MissingError) as caught:
        animate(RUN, f"a.{format}", **SMALL)
    assert f"pip install 'springsim[{extra}]'" in str(caught.value)
    assert package in str(caught.value)
    assert entries() == ["temporary"]


@pytest.mark.parametrize(
    ("options", "field", "allowed"),
    [
        ({"frames": 1}, "frames", "from 2 to 1000"),
        ({"frames": ANIMATION_FRAMES_MAX + 1}, "frames", "from 2 to 1000"),
        ({"frames": 10.0}, "frames", "whole number"),
        ({"frames": True}, "frames", "whole number"),
        ({"fps": 0}, "fps", "from 1 to 50"),
        ({"fps": FPS_MAX + 1}, "fps", "from 1 to 50"),
        ({"fps": float("nan")}, "fps", "from 1 to 50"),
        ({"dpi": 10}, "dpi", "from 50 to 600"),
        ({"dpi": DPI_MAX + 1, "size": (2000, 2000)}, "dpi", "from 50 to 600"),
        ({"dpi": 101, "size": (960, 120)}, "dpi", "from 50 to 100"),
        ({"size": (100, 720)}, "width", "from 120 to 2160"),
        ({"size": (960, SIZE_MAX + 1)}, "height", "from 120 to 2160"),
        ({"size": (960,)}, "size", "width and height"),
        ({"size": "960x720"}, "size", "width and height"),
        ({"size": 960}, "size", "width and height"),
        ({"size": (2160, 2160), "frames": 1000}, "frames", "pixels in all"),
        ({"style": "loud"}, "style", "lecture"),
        ({"language": "de"}, "language", "zh"),
        ({"centre": 20}, "centre", "from 0 to 19"),
        ({"margins": [1.0]}, "margins", "only .html"),
        ({"title": 3}, "title", "text"),
        ({"view": (0, 0, 0, 1)}, "view[1]", "above view[0]"),
        ({"legend": "yes"}, "legend", "true or false"),
    ],
)
def test_what_is_out_of_range_is_refused_with_its_range(options: dict[str, Any], field: str, allowed: str) -> None:
    run = ss.simulate(SCENE, steps=2000, step_size=0.01 * ss.stable_step(SCENE))
    with pytest.raises(SceneError) as caught:
        animate(run, "a.gif", **options)
    assert caught.value.field == field
    assert allowed in caught.value.allowed
    assert entries() == ["temporary"]


def test_a_page_of_too_many_points_is_refused_before_its_runs_are_made() -> None:
    run = ss.simulate(ss.Scene.from_labels(np.zeros((2001, 2)), np.zeros(2001, int)), steps=0)
    with pytest.raises(SceneError, match="at most 2000"):
        animate(run, "a.html")


@pytest.mark.parametrize("name", ["a.avi", "a", "a.gif.txt"])
def test_another_suffix_is_refused_and_the_right_ones_named(name: str) -> None:
    with pytest.raises(SceneError, match=r"\.gif, \.mp4, \.html"):
        animate(RUN, name)

"""Animations of a run: GIF, MP4, and HTML that plays by itself."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from springsim.export import files, gif, mp4
from springsim.export.optional import required
from springsim.solvers.simulate import Trajectory
from springsim.validation.checks import checked_integer
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import (
    ANIMATION_FRAMES_MAX,
    ANIMATION_INCHES_MIN,
    ANIMATION_PIXELS_MAX,
    DPI_MAX,
    DPI_MIN,
    FPS_MAX,
    FRAMES_MIN,
    SIZE_MAX,
    SIZE_MIN,
)

if TYPE_CHECKING:
    from springsim.figures import Film

Progress = Callable[[int, int], object]
Pixels = npt.NDArray[np.uint8]

FORMATS: Final = ("gif", "mp4", "html")
SIZE: Final = (960, 720)
DPI: Final = 100
FRAMES: Final = 120
FPS: Final = 25
HOLD: Final = 1.5  #: seconds for which the last frame stays

_NEEDS: Final = {"gif": ("matplotlib", "PIL.Image"), "mp4": ("matplotlib", "imageio_ffmpeg")}
_SAMPLES: Final = 8  # frames from which a GIF's colours are chosen


def animate(
    trajectory: Trajectory,
    path: files.Name,
    *,
    centre: int | None = None,
    style: str = "lecture",
    language: str = "en",
    frames: int = FRAMES,
    fps: int = FPS,
    size: tuple[int, int] = SIZE,
    dpi: int = DPI,
    margins: Sequence[float] | None = None,
    title: str = "",
    progress: Progress | None = None,
    overwrite: bool = False,
) -> None:
    """Write a run as an animation: ``.gif``, ``.mp4`` (needs the extra ``mp4``), or ``.html``, one file that plays by itself.

    Parameters
    ----------
    trajectory : Trajectory
        The run.
    path : str or path
        The file; its suffix decides on the format.
    centre, style, language, frames, fps, size, dpi, margins, title, progress
        As in `movie`.
    overwrite : bool, optional
        Whether to replace a file that is there.

    Raises
    ------
    SceneError
        If an argument is refused.
    FileError
        If the file cannot be written.
    MissingError
        If a package is not installed.

    Whatever is raised, by `progress` or by Ctrl-C, leaves no part of a file behind.

    Examples
    --------
    >>> import springsim as ss
    >>> from springsim.export import animate
    >>> scene = ss.presets.load("two-classes")
    >>> run = ss.simulate(scene, step_size=0.2 * ss.stable_step(scene))
    >>> animate(run, "two-classes.gif", frames=60)  # doctest: +SKIP
    """
    format = files.format_of(path, FORMATS)
    files.check(path, overwrite=overwrite)
    data = movie(
        trajectory,
        format,
        centre=centre,
        style=style,
        language=language,
        frames=frames,
        fps=fps,
        size=size,
        dpi=dpi,
        margins=margins,
        title=title,
        progress=progress,
    )
    files.write(path, data, overwrite=overwrite)


def movie(
    trajectory: Trajectory,
    format: str,
    *,
    centre: int | None = None,
    style: str = "lecture",
    language: str = "en",
    frames: int = FRAMES,
    fps: int = FPS,
    size: tuple[int, int] = SIZE,
    dpi: int = DPI,
    margins: Sequence[float] | None = None,
    title: str = "",
    progress: Progress | None = None,
) -> bytes:
    """Return a run as an animation; the same call gives the same bytes.

    Style, frames, fps, size and dpi are for GIF and MP4: the page follows its reader's choice of light or dark, and fills the
    window.

    Parameters
    ----------
    trajectory : Trajectory
        The run. Its frames are evenly spaced to the eye; as many of them as asked for are shown, evenly chosen, first and last
        included, and never a state that it did not pass through.
    format : {"gif", "mp4", "html"}
        The format. A GIF repeats for ever; the last frame of both GIF and MP4 stays for `HOLD` seconds.
    centre : int, optional
        The point from which similar and dissimilar points are told apart; otherwise they are told apart by class.
    style : {"lecture", "dark", "paper"}, optional
        Style of the figures.
    language : {"en", "zh"}, optional
        Language of its words.
    frames : int, optional
        Most frames, 2 … 1000.
    fps : int, optional
        Frames a second, 1 … 50.
    size : (int, int), optional
        Width and height in pixels, 120 … 2160 each; an MP4's are rounded up to even numbers. In all no more than 500 million
        pixels.
    dpi : int, optional
        Pixels an inch, from 50 to 600 and no more than leave 1.2 inches on either side: the more, the larger words and lines.
    margins : sequence of float, optional
        For HTML: margins for its slider, each with a run of its own from the same start; by default 21 round the scene's own.
    title : str, optional
        For HTML: what it shows, in a line of up to 200 characters.
    progress : callable, optional
        Called with the number of frames done and of all, before the first and after each. What it raises cancels.

    Returns
    -------
    bytes

    Raises
    ------
    SceneError
        If an argument is refused.
    MissingError
        If a package is not installed.
    """
    if format not in FORMATS:
        raise SceneError("format", format, "one of " + ", ".join(FORMATS))
    if format == "html":
        return _html(trajectory, centre, language, margins, title, progress)
    if margins is not None:
        raise SceneError("margins", Words(f"a list for .{format}"), "nothing; only .html has a slider for margins")
    count = min(checked_integer("frames", frames, FRAMES_MIN, ANIMATION_FRAMES_MAX), len(trajectory))
    checked_integer("fps", fps, 1, FPS_MAX)
    width, height = _checked_size(size)
    checked_integer("dpi", dpi, DPI_MIN, min(DPI_MAX, int(min(width, height) / ANIMATION_INCHES_MIN)))
    if format == "mp4":  # its colours have half the resolution of its light
        width, height = width + width % 2, height + height % 2
    if count * width * height > ANIMATION_PIXELS_MAX:
        most = f"at most {ANIMATION_PIXELS_MAX} pixels in all"
        raise SceneError("frames", Words(f"{count} frames of {width} × {height}"), most)
    chosen = np.linspace(0, len(trajectory) - 1, count).round().astype(int).tolist()
    for package in _NEEDS[format]:
        required(package)
    from springsim import figures

    film = figures.Film(trajectory, centre=centre, style=style, language=language, size=(width, height), dpi=dpi)
    report = progress or _silent
    report(0, count)
    if format == "mp4":
        return mp4.encoded(_shown(film, chosen, report, {}), fps, (width, height), round(HOLD * fps))
    samples = {k: _pixels(film, k) for k in chosen[:: max(len(chosen) // _SAMPLES, 1)]}
    return gif.encoded(_shown(film, chosen, report, samples), list(samples.values()), _durations(len(chosen), fps))


def _html(
    trajectory: Trajectory,
    centre: int | None,
    language: str,
    margins: Sequence[float] | None,
    title: str,
    progress: Progress | None,
) -> bytes:
    from springsim.board import player

    runs = player.runs(trajectory, margins, progress=progress)
    return player.page(runs, selected=centre, language=language, title=title).encode()


def _shown(film: Film, chosen: list[int], progress: Progress, drawn: dict[int, Pixels]) -> Iterator[Pixels]:
    """Draw frame by frame, but for those that are drawn already."""
    for done, k in enumerate(chosen, 1):
        known = drawn.pop(k, None)
        yield _pixels(film, k) if known is None else known
        progress(done, len(chosen))


def _durations(count: int, fps: int) -> list[int]:
    """Return for how many hundredths of a second each frame of a GIF is shown, right on the whole."""
    ends = [round(100 * k / fps) for k in range(count)]
    return [b - a for a, b in itertools.pairwise(ends)] + [round(100 * HOLD)]


def _pixels(film: Film, frame: int) -> Pixels:
    """Return one frame as drawn, (height, width, 3)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    film.draw(frame)
    canvas: Any = FigureCanvasAgg(film.figure)
    canvas.draw()
    return np.array(canvas.buffer_rgba())[..., :3]


def _checked_size(size: object) -> tuple[int, int]:
    if not isinstance(size, Sequence) or isinstance(size, str) or len(size) != 2:
        raise SceneError("size", size, "two whole numbers, width and height in pixels")
    width = checked_integer("width", size[0], SIZE_MIN, SIZE_MAX)
    return width, checked_integer("height", size[1], SIZE_MIN, SIZE_MAX)


def _silent(done: int, total: int) -> None:
    """Report nothing."""

"""Animations of a run: GIF, MP4, and HTML that plays by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Final, Literal

import numpy as np

from springsim.arrays import Progress
from springsim.export import formats, options
from springsim.export.formats import DPI, FPS, FRAMES, HOLD, SIZE
from springsim.export.frames import Frames, Timing
from springsim.export.optional import required
from springsim.model import files
from springsim.solvers.simulate import Trajectory
from springsim.validation.checks import checked_flag, checked_integer, checked_word
from springsim.validation.errors import SceneError, Words
from springsim.validation.kinds import checked_kind
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

FORMATS: Final = formats.offered("animate")


def animate(
    trajectory: Trajectory,
    path: files.Name,
    *,
    centre: int | None = None,
    style: str = "lecture",
    language: str = "en",
    frames: int | None = None,
    fps: int = FPS,
    seconds: float | None = None,
    pause: float = HOLD,
    loop: int | str = "forever",
    size: tuple[int, int] = SIZE,
    dpi: int = DPI,
    springs: bool | Literal["all"] = True,
    forces: bool = True,
    circles: Literal["selected", "none"] = "selected",
    trails: bool = False,
    legend: bool | None = None,
    title: str = "",
    view: tuple[float, float, float, float] | None = None,
    arrow: float | None = None,
    board: bool = False,
    mode: int | None = None,
    margins: Sequence[float] | None = None,
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
    centre, style, language, frames, fps, seconds, pause, loop, size, dpi, margins, progress
        As in `movie`.
    springs, forces, circles, trails, legend, title, view, arrow, board, mode
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
    checked_kind(trajectory, Trajectory, "animate({}, path)")
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
        seconds=seconds,
        pause=pause,
        loop=loop,
        size=size,
        dpi=dpi,
        springs=springs,
        forces=forces,
        circles=circles,
        trails=trails,
        legend=legend,
        title=title,
        view=view,
        arrow=arrow,
        board=board,
        mode=mode,
        margins=margins,
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
    frames: int | None = None,
    fps: int = FPS,
    seconds: float | None = None,
    pause: float = HOLD,
    loop: int | str = "forever",
    size: tuple[int, int] = SIZE,
    dpi: int = DPI,
    springs: bool | Literal["all"] = True,
    forces: bool = True,
    circles: Literal["selected", "none"] = "selected",
    trails: bool = False,
    legend: bool | None = None,
    title: str = "",
    view: tuple[float, float, float, float] | None = None,
    arrow: float | None = None,
    board: bool = False,
    mode: int | None = None,
    margins: Sequence[float] | None = None,
    progress: Progress | None = None,
) -> bytes:
    """Return a run as an animation; the same call gives the same bytes.

    Style, frames, fps, seconds, pause, size, dpi, view, arrow and board are for GIF and MP4, loop is for GIF: the page plays
    at the pace, follows the choice of light or dark, and fills the window of its reader, who chooses the view.

    Parameters
    ----------
    trajectory : Trajectory
        The run. Its frames are evenly spaced to the eye; as many of them as asked for are shown, evenly chosen, first and last
        included, and never a state that it did not pass through.
    format : {"gif", "mp4", "html"}
        The format.
    centre : int, optional
        The point from which similar and dissimilar points are told apart; otherwise they are told apart by class.
    style : {"lecture", "dark", "paper"}, optional
        Style of the figures.
    language : {"en", "zh"}, optional
        Language of its words.
    frames : int, optional
        Most frames, 2 … 1000; 120 by default, or with `seconds` as many as that takes.
    fps : int, optional
        Frames a second, 1 … 50; with `seconds`, at most so many.
    seconds : float, optional
        How long the motion lasts, 0.2 … 60; by default as long as its frames take.
    pause : float, optional
        Seconds for which the last frame stays, 0 … 10.
    loop : {"forever", "once"} or int, optional
        How often a GIF plays, or so many times, 1 … 1000.
    size : (int, int), optional
        Width and height in pixels, 120 … 2160 each; an MP4's are rounded up to even numbers. In all no more than 500 million
        pixels.
    dpi : int, optional
        Pixels an inch, from 50 to 600 and no more than leave 1.2 inches on either side: the more, the larger words and lines.
    springs : bool or "all", optional
        Whether to draw springs; ``"all"``: every one, however many.
    forces : bool, optional
        Whether to draw the force on each free point.
    circles : {"selected", "none"}, optional
        Whether to draw the circle of radius m round the centre.
    trails : bool, optional
        Whether to draw the path of each point so far.
    legend : bool, optional
        Whether to say below the picture what the classes are called, as in `diagram`.
    title : str, optional
        What it shows, up to 200 characters, above it.
    view : tuple of float, optional
        Left, right, bottom and top of what must be in view; all of the motion by default.
    arrow : float, optional
        Length of the arrow for a force of 1, above 0 up to 1000; by default such that none is longer than 0.9 margins.
    board : bool, optional
        Whether points, springs and arrows look as on the app's board rather than as in the paper.
    mode : int, optional
        As on the board: where it comes to rest, draw the softest mode, the way in which a nudge with this seed goes.
    margins : sequence of float, optional
        For HTML: margins for its slider, each with a run of its own from the same start; by default 21 round the scene's own.
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
    checked_kind(trajectory, Trajectory, "movie({}, format)")
    row = formats.FORMATS[checked_word("format", format, FORMATS)]
    asked = options.checked(format, {"seconds": seconds, "pause": pause, "loop": loop})
    if legend is not None:
        checked_flag("legend", legend)
    if not row.made_by:
        if view is not None:
            raise SceneError("view", Words("a view of a page"), "nothing; only .gif, .mp4 have one")
        shown = {"springs": bool(springs), "every": springs == "all", "forces": forces, "margin": circles != "none"}
        shown |= {"trails": trails, **({"mode": mode is not None} if board else {})}
        return _page(trajectory, centre, language, margins, title, shown, progress)
    if margins is not None:
        raise SceneError("margins", Words(f"a list for .{format}"), "nothing; only .html has a slider for margins")
    fps = checked_integer("fps", fps, 1, FPS_MAX)
    seconds = asked.get("seconds")
    count = min(most_frames(frames, fps, seconds), len(trajectory))
    rate = fps if seconds is None else max(count - 1, 1) / seconds
    width, height = _checked_size(size)
    dpi = checked_integer("dpi", dpi, DPI_MIN, min(DPI_MAX, int(min(width, height) / ANIMATION_INCHES_MIN)))
    width, height = (side + -side % row.multiple for side in (width, height))
    if count * width * height > ANIMATION_PIXELS_MAX:
        most = f"at most {ANIMATION_PIXELS_MAX} pixels in all"
        raise SceneError("frames", Words(f"{count} frames of {width} × {height}"), most)
    chosen = np.linspace(0, len(trajectory) - 1, count).round().astype(int).tolist()
    for package in row.needs:
        required(package)
    from springsim import figures

    film = figures.Film(
        trajectory,
        centre=centre,
        style=style,
        language=language,
        size=(width, height),
        dpi=dpi,
        springs=springs,
        forces=forces,
        circles=circles,
        trails=trails,
        legend=legend,
        title=title,
        view=view,
        arrow=arrow,
        board=board,
        mode=mode,
    )
    encoder: Callable[[Frames, Timing], bytes] = import_module(row.made_by).film
    timing = Timing(rate, fps, asked.get("pause", HOLD), asked.get("loop", "forever"))
    return encoder(Frames(film, chosen, (width, height), progress or _silent), timing)


def most_frames(frames: int | None, fps: int, seconds: float | None) -> int:
    """Return how many frames are shown at most: as many as asked for, and no more than come in so many seconds.

    Raises
    ------
    SceneError
        If `frames` is refused.
    """
    most = ANIMATION_FRAMES_MAX if seconds is not None else FRAMES
    wanted = most if frames is None else checked_integer("frames", frames, FRAMES_MIN, ANIMATION_FRAMES_MAX)
    return wanted if seconds is None else max(min(wanted, round(seconds * fps) + 1), FRAMES_MIN)


def _page(
    trajectory: Trajectory,
    centre: int | None,
    language: str,
    margins: Sequence[float] | None,
    title: str,
    shown: Mapping[str, bool],
    progress: Progress | None,
) -> bytes:
    from springsim.board import player

    runs = player.runs(trajectory, margins, progress=progress)
    return player.page(runs, selected=centre, language=language, title=title, shown=shown).encode()


def _checked_size(size: object) -> tuple[int, int]:
    if not isinstance(size, Sequence) or isinstance(size, str) or len(size) != 2:
        raise SceneError("size", size, "two whole numbers, width and height in pixels")
    width = checked_integer("width", size[0], SIZE_MIN, SIZE_MAX)
    return width, checked_integer("height", size[1], SIZE_MIN, SIZE_MAX)


def _silent(done: int, total: int) -> None:
    """Report nothing."""

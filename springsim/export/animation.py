"""Animations of a run: GIF, MP4, and HTML that plays by itself."""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from springsim.checks import checked_integer
from springsim.dynamics import Trajectory
from springsim.errors import SceneError, Words
from springsim.export import files
from springsim.export.extras import required
from springsim.limits import (
    ANIMATION_FRAMES_MAX,
    ANIMATION_PIXELS_MAX,
    DPI_MAX,
    DPI_MIN,
    FPS_MAX,
    FRAMES_MIN,
    SIZE_MAX,
    SIZE_MIN,
)

if TYPE_CHECKING:
    from PIL import Image

    from springsim.figures import Film

Progress = Callable[[int, int], object]
Pixels = npt.NDArray[np.uint8]

FORMATS: Final = ("gif", "mp4", "html")
SIZE: Final = (960, 720)
DPI: Final = 100
FRAMES: Final = 120
FPS: Final = 25
HOLD: Final = 1.5  #: seconds for which the last frame stays

_COLOURS: Final = 255  # one of a GIF's 256 is left for what does not change from frame to frame
_EXACT: Final = 64  # most frequent colours, which stay exactly what they are: ground, ink, springs, forces
_SAMPLES: Final = 8  # frames from which the palette is made


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
    centre, style, language, frames, fps, size, dpi, margins, progress
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
        The format. A GIF repeats for ever, its last frame staying for `HOLD` seconds; so does that of an MP4.
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
        Pixels an inch, 50 … 300: the larger, the larger are words and lines.
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
    if format not in FORMATS:
        raise SceneError("format", format, "one of " + ", ".join(FORMATS))
    count = min(checked_integer("frames", frames, FRAMES_MIN, ANIMATION_FRAMES_MAX), len(trajectory))
    checked_integer("fps", fps, 1, FPS_MAX)
    checked_integer("dpi", dpi, DPI_MIN, DPI_MAX)
    width, height = _checked_size(size)
    if format == "mp4":  # its colours have half the resolution of its light
        width, height = width + width % 2, height + height % 2
    if format == "html":
        return _html(trajectory, centre, language, margins, progress)
    if count * width * height > ANIMATION_PIXELS_MAX:
        most = f"at most {ANIMATION_PIXELS_MAX} pixels in all"
        raise SceneError("frames", Words(f"{count} frames of {width} × {height}"), most)
    if margins is not None:
        raise SceneError("margins", Words(f"a list for .{format}"), "nothing; only .html has a slider for margins")
    chosen = np.linspace(0, len(trajectory) - 1, count).round().astype(int).tolist()
    if format == "mp4":
        required("imageio_ffmpeg")
    required("matplotlib")
    from springsim import figures

    film = figures.Film(trajectory, centre=centre, style=style, language=language, size=(width, height), dpi=dpi)
    report = progress or _silent
    report(0, count)
    if format == "gif":
        return _gif(film, chosen, fps, report)
    return _mp4(film, chosen, fps, (width, height), report)


def _html(
    trajectory: Trajectory, centre: int | None, language: str, margins: Sequence[float] | None, progress: Progress | None
) -> bytes:
    from springsim.export import player

    runs = player.runs(trajectory, margins, progress=progress)
    return player.page(runs, selected=centre, language=language).encode()


def _gif(film: Film, chosen: list[int], fps: int, progress: Progress) -> bytes:
    sampled = {k: _pixels(film, k) for k in chosen[:: max(len(chosen) // _SAMPLES, 1)]}
    palette = _Palette(list(sampled.values()))

    def shown() -> Iterator[Image.Image]:
        for done, k in enumerate(chosen, 1):
            pixels = sampled.pop(k, None)
            yield palette(_pixels(film, k) if pixels is None else pixels)
            progress(done, len(chosen))

    ends = [round(100 * k / fps) for k in range(len(chosen) + 1)]  # in the format's unit, hundredths of a second
    durations = [10 * (b - a) for a, b in itertools.pairwise(ends)]
    durations[-1] = round(1000 * HOLD)
    pictures, file = shown(), io.BytesIO()
    first = next(pictures)
    first.save(file, "GIF", save_all=True, append_images=pictures, loop=0, duration=durations, optimize=True)
    return file.getvalue()


class _Palette:
    """Colours that all frames of a GIF share, so that none flickers, and the nearest of them to any colour."""

    def __init__(self, samples: Sequence[Pixels]) -> None:
        image: Any = required("PIL.Image")
        values, counts = np.unique(np.concatenate([_packed(sample).ravel() for sample in samples]), return_counts=True)
        order = np.argsort(-counts, kind="stable")
        exact, rest = values[order[:_EXACT]], order[_EXACT:]
        colours = _unpacked(exact)
        if len(rest):  # by the root of their counts, so that few pixels of a colour are not lost among many shades of another
            drawn = np.repeat(values[rest], np.ceil(np.sqrt(counts[rest])).astype(int))
            left = image.fromarray(_unpacked(drawn)[None]).quantize(_COLOURS - len(exact), image.Quantize.MEDIANCUT, kmeans=1)
            colours = np.concatenate([colours, np.array(left.getpalette(), np.uint8).reshape(-1, 3)])
        self._colours = colours
        self._nearest = np.zeros(1 << 24, np.uint8)
        self._known = np.zeros(1 << 24, np.bool_)

    def __call__(self, pixels: Pixels) -> Image.Image:
        """Return a picture in these colours."""
        packed = _packed(pixels)
        new = np.unique(packed[~self._known[packed]])
        for some in np.array_split(new, len(new) // 4096 + 1):
            away = _unpacked(some)[:, None, :].astype(np.int32) - self._colours
            self._nearest[some] = np.einsum("ijk,ijk->ij", away, away).argmin(axis=1) if len(some) else 0
            self._known[some] = True
        picture: Image.Image = required("PIL.Image").fromarray(self._nearest[packed])
        picture.putpalette(self._colours.tobytes())
        return picture


def _packed(pixels: Pixels) -> npt.NDArray[np.uint32]:
    """Return colours, (…, 3), as one number each, (…)."""
    r, g, b = (pixels[..., k].astype(np.uint32) for k in range(3))
    return ((r << 16) | (g << 8) | b).astype(np.uint32, copy=False)


def _unpacked(colours: npt.NDArray[np.uint32]) -> Pixels:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1).astype(np.uint8)


def _mp4(film: Film, chosen: list[int], fps: int, size: tuple[int, int], progress: Progress) -> bytes:
    with tempfile.TemporaryDirectory(prefix="springsim-") as folder:
        path = Path(folder, "film.mp4")
        with _ffmpeg(path, fps, size) as pipe:
            for done, k in enumerate(chosen, 1):
                pixels = _pixels(film, k).tobytes()
                pipe(pixels)
                progress(done, len(chosen))
            for _ in range(round(HOLD * fps) - 1):
                pipe(pixels)
        return path.read_bytes()


@contextlib.contextmanager
def _ffmpeg(path: Path, fps: int, size: tuple[int, int]) -> Iterator[Callable[[bytes], object]]:
    """Have ffmpeg run, and take frames; killed when anything is raised meanwhile, and waited for in any case.

    H.264 as every browser and slide program plays it: 4:2:0, colours as in HD television and said so, its index at the front.
    One thread and ``bitexact``: the same frames give the same bytes.
    """
    width, height = size
    exact = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-threads", "1"]
    television = "range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
    filters = f"scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams={television}"
    command = [
        *(required("imageio_ffmpeg").get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(fps), "-i", "pipe:0", "-an"),
        *("-vf", filters, "-c:v", "libx264", "-preset", "medium", "-crf", "18", "-pix_fmt", "yuv420p"),
        *(*exact, "-movflags", "+faststart", os.fspath(path)),
    ]
    with tempfile.TemporaryFile() as said:
        # a group of its own, so that Ctrl-C reaches only us, who then stop it
        group: dict[str, Any] = {"start_new_session": True} if os.name == "posix" else {}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, **group)
        pipe = process.stdin
        assert pipe is not None
        try:
            with contextlib.suppress(BrokenPipeError):  # it has ended by itself, and has said why
                yield pipe.write
                pipe.close()
            status = process.wait()
        finally:
            process.kill()
            process.wait()
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        if status != 0:
            said.seek(0)
            last = said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise OSError(f"ffmpeg failed with status {status}: {last[:300]}")


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

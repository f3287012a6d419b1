"""GIF: pictures in colours that all of them share."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from springsim.export.frames import Frames, Pixels, Timing
from springsim.export.optional import required

if TYPE_CHECKING:
    from PIL import Image

_SAMPLES: Final = 8  # frames from which the colours are chosen
_COLOURS: Final = 255  # one of the format's 256 is left for what does not change from picture to picture
_EXACT: Final = 64  # most frequent colours, which stay exactly what they are: ground, ink, springs, forces


def film(frames: Frames, timing: Timing) -> bytes:
    """Return an animation as a GIF."""
    return encoded(iter(frames), frames.samples(_SAMPLES), timing.shown(len(frames), 100), timing.loop)


def encoded(
    pictures: Iterator[Pixels], samples: Sequence[Pixels], durations: Sequence[int], loop: str | int = "forever"
) -> bytes:
    """Return pictures as a GIF; the same pictures give the same bytes.

    Parameters
    ----------
    pictures : iterator of (height, width, 3) ndarray
        At least one; taken one by one.
    samples : sequence of (height, width, 3) ndarray
        Some of them, from which the colours are chosen.
    durations : sequence of int
        For how many hundredths of a second each is shown.
    loop : str or int, optional
        How often it plays: ``"forever"``, ``"once"``, or so many times.

    Returns
    -------
    bytes
    """
    palette, file = _Palette(samples), io.BytesIO()
    drawn = map(palette, pictures)
    milliseconds = [10 * duration for duration in durations]
    again = {"forever": 0, "once": None}.get(loop, loop) if isinstance(loop, str) else loop - 1 or None  # after the first
    repeats = {} if again is None else {"loop": again}
    next(drawn).save(file, "GIF", save_all=True, append_images=drawn, duration=milliseconds, optimize=True, **repeats)
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

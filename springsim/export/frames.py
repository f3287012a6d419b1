"""The frames of an animation, for what encodes them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from springsim.arrays import Progress

if TYPE_CHECKING:
    from springsim.figures import Film

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each frame is shown.

    Attributes
    ----------
    rate : float
        Frames a second.
    fps : int
        The same of a format in which all are shown equally long: some of its pictures are then the same.
    pause : float
        Seconds for which the last frame stays.
    loop : str or int
        How often a GIF plays: ``"forever"``, ``"once"``, or so many times.
    """

    rate: float
    fps: int
    pause: float
    loop: str | int

    def shown(self, count: int, ticks: int) -> list[int]:
        """Return for how many ticks each of `count` frames is shown, right on the whole; `ticks` are a second."""
        ends = [round(ticks * k / self.rate) for k in range(count)]
        return [b - a for a, b in itertools.pairwise(ends)] + [max(round(ticks * self.pause), 1, round(ticks / self.rate))]


class Frames:
    """Pictures of a film, (height, width, 3) each, drawn one by one when they are asked for.

    Parameters
    ----------
    film : Film
        The film.
    chosen : list of int
        Which of its frames.
    size : (int, int)
        Width and height in pixels.
    progress : callable
        Called with the number of frames done and of all, before the first and after each.
    """

    def __init__(self, film: Film, chosen: list[int], size: tuple[int, int], progress: Progress) -> None:
        self._film, self._chosen, self.size, self._progress = film, chosen, size, progress
        self._drawn: dict[int, Pixels] = {}
        progress(0, len(chosen))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._chosen)

    def __iter__(self) -> Iterator[Pixels]:
        """Draw frame by frame, but for those that are drawn already."""
        for done, k in enumerate(self._chosen, 1):
            known = self._drawn.pop(k, None)
            yield pixels(self._film, k) if known is None else known
            self._progress(done, len(self._chosen))

    def samples(self, count: int) -> list[Pixels]:
        """Draw about so many frames, evenly chosen, before the others."""
        self._drawn = {k: pixels(self._film, k) for k in self._chosen[:: max(len(self) // count, 1)]}
        return list(self._drawn.values())


def pixels(film: Film, frame: int) -> Pixels:
    """Return one frame as drawn, (height, width, 3)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    film.draw(frame)
    canvas: Any = FigureCanvasAgg(film.figure)
    canvas.draw()
    return np.array(canvas.buffer_rgba())[..., :3]

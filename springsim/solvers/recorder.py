"""Recorder: selects the frames of a run."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.solvers.step import Frame
from springsim.validation.checks import checked_integer
from springsim.validation.limits import FRAMES_MAX, FRAMES_MIN, POINT_FRAMES_MAX

FRAMES: Final = 400  #: most frames unless asked otherwise
FRAME_SHARE: Final = 0.01  #: of the margin: how far a point may move between two frames, where the step and FRAMES allow it


def checked_frames(frames: int | None, points: int) -> int:
    """Return how many frames of so many points a run has at most, or raise `SceneError` where that is too few or too many."""
    room = max(min(FRAMES_MAX, POINT_FRAMES_MAX // max(points, 1)), FRAMES_MIN)
    return min(FRAMES, room) if frames is None else checked_integer("frames", frames, FRAMES_MIN, room)


class Recorder:
    """Keeps few of many states: the first, the last, and between them what is evenly spaced to the eye; at most `most`.

    A state is kept when the next one would be farther than `spacing` from the one kept before. Where too many are, spacing
    grows; where that would drop nearly all, because points oscillate, every third step stays: of a cycle of two, both
    halves. States that are not kept are not copied, so the arrays of the last one seen must last until the next is seen.
    """

    def __init__(self, most: int, spacing: float) -> None:
        self._most, self._spacing, self._stride = most, spacing, 1
        self._kept: list[Frame] = []
        self._last: Frame | None = None
        self._path = 0.0  # no point is farther than that from where the frame kept last has it
        self._shift = np.empty((0, 2))

    def see(self, frame: Frame, moved: float = np.inf) -> None:
        """Take the next state, to which no point moved farther than `moved` from the one before."""
        if self._last is None:
            self._shift = np.empty_like(frame.x)
            self._kept.append(_copied(frame))
        elif self._path + moved <= (1.0 - 1e-9) * self._spacing:
            self._path += moved
        else:
            self._path += moved
            if self._far(self._kept[-1], frame):
                if self._last.step - self._kept[-1].step >= self._stride:
                    self._keep(self._last, moved)
                if self._far(self._kept[-1], frame):
                    self._keep(frame, 0.0)
        self._last = frame

    def frames(self) -> list[Frame]:
        """Return the frames that are kept, and the last state seen."""
        if self._last is None or self._last.step == self._kept[-1].step:
            return self._kept
        return [*self._kept, _copied(self._last)]

    def _far(self, a: Frame, b: Frame) -> bool:
        if b.step - a.step < self._stride:
            return False
        np.subtract(b.x, a.x, out=self._shift)
        squared = np.einsum("ij,ij->i", self._shift, self._shift)
        return bool(np.maximum.reduce(squared, initial=0.0) > self._spacing**2)

    def _keep(self, frame: Frame, path: float) -> None:
        self._kept.append(_copied(frame))
        self._path = path
        if len(self._kept) < self._most:
            return
        self._path = np.inf
        everything, spacing, enough = self._kept, self._spacing, max(0.9 * (self._most - 1), 1.0)
        while len(self._kept) > enough:
            self._spacing *= 1.5
            self._kept = self._thinned(everything)
        if len(self._kept) < len(everything) / 4:
            self._kept, self._spacing = everything, spacing
            while len(self._kept) > enough:
                self._stride *= 3
                self._kept = self._thinned(everything)

    def _thinned(self, frames: list[Frame]) -> list[Frame]:
        kept = frames[:1]
        for frame in frames[1:]:
            if self._far(kept[-1], frame):
                kept.append(frame)
        return kept


def _copied(frame: Frame) -> Frame:
    return frame._replace(x=frame.x.copy(), f=frame.f.copy())

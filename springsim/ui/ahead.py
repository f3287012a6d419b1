"""How far an answer looks ahead: a number of steps, from how long a step of such a scene takes, never from the clock."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.dynamics import FRAMES, Trajectory, simulate
from springsim.equilibrium import Stability
from springsim.export import frames
from springsim.forces import stable_step
from springsim.scene import Scene
from springsim.ui import edits

LIVE, FIRST, PLAY, FULL = range(4)  #: levels, how far an answer looks: while dragging, at once, while it plays, at most
STEPS_LEAST: Final = (12, 40, 800, 2000)  #: steps that each level computes at least, however large the scene
STEPS_MOST: Final = (200, 2000, 20_000, 20_000)
_SECONDS: Final = (0.0025, 0.02, 0.3, 1.0)  # about how long such an answer may take to compute
_LIVE_FRAMES: Final = 60
_POINT_FRAMES: Final = 48_000  # frames × points in one answer


def look(scene: Scene, step: float, momentum: float, level: int, *, held: int | None = None, shown: int = 0) -> Trajectory:
    """Return the trajectory of a scene, as far ahead as a level says.

    Parameters
    ----------
    scene : Scene
        Where it starts.
    step : float
        Step as a multiple of the stable step.
    momentum : float
        β of the heavy ball.
    level : int
        `LIVE`, `FIRST`, `PLAY` or `FULL`.
    held : int or None, optional
        Point held by the pointer, which stays where it is.
    shown : int, optional
        Step that the `FIRST` look reaches too, though never beyond the `FULL` one.

    Returns
    -------
    Trajectory
    """
    start = scene if held is None else edits.pinned(scene, held, True)
    steps = _steps(start, level)
    if level == FIRST:  # an entry that undo returns to is shown where it was left
        steps = max(steps, min(shown, _steps(start, FULL)))
    frames = _LIVE_FRAMES if level == LIVE else int(np.clip(_POINT_FRAMES // max(len(start), 1), 100, FRAMES))
    return simulate(start, steps, step * stable_step(start), momentum, frames=frames)


def most_steps(scene: Scene) -> int:
    """Return how many steps the farthest look ahead takes, at most."""
    return _steps(scene, FULL)


def rest_of(trajectory: Trajectory, level: int) -> Stability | None:
    """Return how the loss curves where a trajectory came to rest; None where it did not, and while dragging: nobody asks."""
    return frames.rest_of(trajectory) if level > LIVE else None


def frame_of_step(trajectory: Trajectory, step: int) -> int:
    """Return the index of the last frame that is not later than `step`."""
    return max(int(np.searchsorted(trajectory.steps, step, side="right")) - 1, 0)


def _steps(scene: Scene, level: int) -> int:
    seconds_a_step = 60e-6 + 12e-9 * sum(scene.springs.counts)  # measured; sets how much is computed at once, never what
    return int(np.clip(_SECONDS[level] / seconds_a_step, STEPS_LEAST[level], STEPS_MOST[level]))

"""How far an answer looks ahead: a number of steps, from how long a step of such a scene takes, never from the clock.

What an answer holds is bounded too, whatever the scene: fewer frames of more points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from springsim import kernels
from springsim.app.session import edits, recorded_run
from springsim.app.session.recorded_run import RecordedRun
from springsim.board import settings, wire
from springsim.energy.stability import Stability
from springsim.model.scene import Scene
from springsim.solvers.simulate import FRAMES, Trajectory, simulate
from springsim.validation.limits import KIND_POINTS, LIVE_BYTES, MOTION_BYTES

LIVE, FIRST, PLAY, FULL = range(4)  #: levels, how far an answer looks: while dragging, at once, while it plays, at most
STEPS_LEAST: Final = (6, 20, 60, 150)  #: steps that each level computes at least, however large the scene
STEPS_MOST: Final = (200, 2000, 20_000, 20_000)
KIND_AT_ONCE: Final = 60  #: free points up to which every answer tells of which kind an equilibrium is: milliseconds
_SECONDS: Final = (0.0025, 0.02, 0.5, 1.5)  # about how long such an answer may take to compute
#: Seconds that a step takes, about, as measured: of any scene, and besides for each dissimilar spring where every pair has a
#: spring, by NumPy and compiled, or for each listed spring. They set how much is computed at once, never what.
_ANY_SCENE, _EACH_PAIR, _EACH_COMPILED, _EACH_LISTED = 60e-6, 3.6e-9, 1e-9, 32e-9
_LIVE_FRAMES: Final = 60


def look(
    scene: Scene,
    chosen: Mapping[str, float],
    level: int,
    *,
    held: Sequence[int] = (),
    shown: int = 0,
    run: RecordedRun | None = None,
) -> Trajectory:
    """Return the trajectory of a scene, as far ahead as a level says.

    Parameters
    ----------
    scene : Scene
        Where it starts.
    chosen : mapping
        Settings of the descent, by id.
    level : int
        `LIVE`, `FIRST`, `PLAY` or `FULL`.
    held : sequence of int, optional
        Points held by the pointer, which stay where they are.
    shown : int, optional
        Step that the `FIRST` look reaches too, though never beyond the `FULL` one.
    run : RecordedRun or None, optional
        What is seen instead, all of it, with the springs and the margin of the scene.

    Returns
    -------
    Trajectory
    """
    if run is not None:
        room = recorded_run.most_frames(len(scene), run.names, LIVE_BYTES) if level == LIVE else None
        return recorded_run.seen_as(run, scene, room)
    start = edits.pinned(scene, held, True) if held else scene
    steps = _steps(start, level)
    if level == FIRST:  # an entry that undo returns to is shown where it was left
        steps = max(steps, min(shown, _steps(start, FULL)))
    size, most = (LIVE_BYTES, _LIVE_FRAMES) if level == LIVE else (MOTION_BYTES, FRAMES)
    kept = wire.most_frames(len(start), size, most)
    return simulate(start, steps=steps, frames=kept, **settings.descent(start, chosen))


def most_steps(scene: Scene) -> int:
    """Return how many steps the farthest look ahead takes, at most."""
    return _steps(scene, FULL)


def rest_of(trajectory: Trajectory, level: int) -> Stability | None:
    """Return how the loss curves where a trajectory came to rest.

    None where it did not, while dragging, and where it would hold up the answer: the board then asks for it.
    """
    return wire.rest_of(trajectory, KIND_AT_ONCE) if level > LIVE else None


def kind_later(trajectory: Trajectory) -> bool:
    """Return whether a trajectory came to rest where it is told on request only of which kind that is."""
    free = len(trajectory.scene) - int(trajectory.scene.pinned.sum())
    return trajectory.converged and KIND_AT_ONCE < free <= KIND_POINTS


def frame_of_step(trajectory: Trajectory, step: int) -> int:
    """Return the index of the last frame that is not later than `step`."""
    return max(int(np.searchsorted(trajectory.steps, step, side="right")) - 1, 0)


def _steps(scene: Scene, level: int) -> int:
    similar, dissimilar = scene.springs.counts
    if scene.springs.all_pairs:
        seconds = _ANY_SCENE + (_EACH_COMPILED if kernels.is_compiled(scene) else _EACH_PAIR) * dissimilar
    else:
        seconds = _ANY_SCENE + _EACH_LISTED * (similar + dissimilar)
    return int(np.clip(_SECONDS[level] / seconds, STEPS_LEAST[level], STEPS_MOST[level]))

"""simulate: gradient descent and heavy ball on the contrastive loss, recorded as frames."""

from __future__ import annotations

from functools import partial
from typing import Final

from springsim.energy.forces import stable_step
from springsim.model.scene import Scene
from springsim.solvers.monitors import Cycles, Divergence, Monitor, Rest, Walls, first_seen, steepest
from springsim.solvers.recorder import Recorder
from springsim.solvers.returns import lasts
from springsim.solvers.step import Step, checked_descent
from springsim.solvers.trajectory import Status, Trajectory, trajectory_of
from springsim.validation.checks import checked_integer, checked_number
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import FRAMES_MAX, FRAMES_MIN, POINT_FRAMES_MAX, STEPS_MAX
from springsim.validation.positional import keyword_only

__all__ = ["FRAMES", "FRAME_SHARE", "Status", "Trajectory", "simulate"]

FRAMES: Final = 400  #: most frames unless asked otherwise
FRAME_SHARE: Final = 0.01  #: of the margin: how far a point may move between two frames, where the step and FRAMES allow it


@keyword_only("steps", "step_size", "momentum", "tol", "frames")
def simulate(
    scene: Scene,
    *,
    steps: int = 2000,
    step_size: float | None = None,
    momentum: float = 0.0,
    tol: float = 1e-6,
    frames: int | None = None,
) -> Trajectory:
    """Let the springs act: ``v ← β v + η F``, ``x ← x + v``, gradient descent on the sum loss for β = 0 (F = −K X, K = 1).

    A step below twice `stable_step` never raises the loss while the momentum is 0, from any start; at the end of the range of
    coordinates, ±1e6, points then stop as at a wall, and the loss still falls. On the circle each step ends with
    ``x ← x / ‖x‖``, and v goes on with its part along the circle; there a step up to `stable_step` never raises the loss.
    None of this holds for a law without a bound on its curvature: its points may oscillate, by about a step.

    It ends before the last step where nothing new can come, as the status of the `Trajectory` says: at rest; where the points
    go round a cycle that small deviations do not leave; or where the step is proved to be too large for the similar springs,
    asked from the time on when a force is 100 times what descent could have. The last takes a law whose similar springs are
    linear, as the paper's are, and at most 300 free points unless there are classes; without it, points fly on to the end of
    the range.

    Parameters
    ----------
    scene : Scene
        The start. Pinned points stay.
    steps : int, optional
        Most steps, 0 … 10,000,000.
    step_size : float, optional
        η, above 0 up to 1000; `stable_step` of the scene by default.
    momentum : float, optional
        β of the heavy ball, 0 … 0.999.
    tol : float, optional
        At rest when no force on a free point exceeds ``tol`` margins (and, with momentum, no point has just moved farther).
    frames : int, optional
        Most frames kept, 2 … 10,000; 400 by default; fewer where frames × points would pass 20,000,000. Between two frames no
        point moves more than 0.01 margins where the step and the number of frames allow it, so that playback looks even; the
        first and the last state are always kept.

    Returns
    -------
    Trajectory

    Raises
    ------
    SceneError
        If an argument is refused, or at some step too many pairs are near each other, as in `loss`.
    """
    checked_kind(scene, Scene, "simulate({})")
    last = checked_integer("steps", steps, 0, STEPS_MAX)
    descent = checked_descent(stable_step(scene) if step_size is None else step_size, momentum)
    rest = checked_number("tol", tol, 0.0, 1.0) * scene.margin
    room = max(min(FRAMES_MAX, POINT_FRAMES_MAX // max(len(scene), 1)), FRAMES_MIN)
    most = min(FRAMES, room) if frames is None else checked_integer("frames", frames, FRAMES_MIN, room)

    step, record = Step(scene, descent), Recorder(most, FRAME_SHARE * scene.margin)
    descends = descent.momentum == 0.0 and descent.step_size * steepest(scene) < scene.space.descent
    walls = Walls(step.x) if descends and not scene.space.bounded else None
    faults: list[Monitor] = [] if descends or scene.space.bounded else [Divergence(scene, descent)]
    ends: list[Monitor] = [Rest(rest, step.largest_move if descent.momentum > 0.0 else None)]
    if not descends:
        ends.append(Cycles(step.x, step.v, partial(lasts, scene, descent)))
    status: Status | None = None
    moved = 0.0
    for _ in range(last + 1):
        frame = step.look()
        status = first_seen(faults, frame, step.v)
        if status is not None:
            break  # before this frame is recorded: the run ends at the one before
        record.see(frame, moved)
        status = first_seen(ends, frame, step.v)
        if status is not None:
            break
        moved = step.take(frame)
        if walls is not None:
            walls.hold(step.x, moved)
    return trajectory_of(scene, record.frames(), status or "max_steps", descent)

"""simulate: gradient descent and heavy ball on the contrastive loss, recorded as frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, cast

import numpy as np

from springsim import display, kernels
from springsim.arrays import Floats, Ints
from springsim.energy.forces import largest_force, stable_step
from springsim.model.scene import Scene
from springsim.solvers.recorder import CycleWatch, Frame, Recorder
from springsim.validation.checks import checked_integer, checked_number
from springsim.validation.fields import Check, Number
from springsim.validation.limits import COORDINATE_MAX, FRAMES_MAX, FRAMES_MIN, POINT_FRAMES_MAX, STEP_SIZE_MAX, STEPS_MAX

Status = Literal["equilibrium", "max_steps", "cycling", "diverged"]

#: Options that make one descent differ from another, and what each may be: β is the momentum.
DESCENT: Final[Mapping[str, Check]] = {
    "step_size": Number(0.0, STEP_SIZE_MAX, open_low=True),
    "momentum": Number(0.0, 0.999),
}

FRAMES: Final = 400  #: most frames unless asked otherwise
FRAME_SHARE: Final = 0.01  #: of the margin: how far a point may move between two frames, where the step and FRAMES allow it
_BLOW_UP: Final = 1e4  # times the largest loss that descent could have: then the step is too large, not the scene


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """Points on their way, as frames; all arrays are read-only.

    Attributes
    ----------
    scene : Scene
        Where it started.
    positions : (t, n, 2) ndarray of float
        Positions in each frame.
    forces : (t, n, 2) ndarray of float
        Forces in each frame, as `springsim.forces` has them.
    similar_loss, dissimilar_loss : (t,) ndarray of float
        The two parts of the loss (sum).
    pushing : (t,) ndarray of int
        Number of dissimilar springs that push, by more than 1e-6 margins.
    residual : (t,) ndarray of float
        Largest force on a free point.
    steps : (t,) ndarray of int
        Number of the step that each frame shows; the first is 0, the last is where it ended.
    status : {"equilibrium", "max_steps", "cycling", "diverged"}
        ``"equilibrium"``: the residual fell to the tolerance. ``"cycling"``: the points returned to an earlier state, to
        nine digits, away from equilibrium. ``"diverged"``: the loss grew without bound, or a point left the range of
        coordinates; the last frame is the last sane one.
        ``"max_steps"``: none of these within the steps allowed.
    step_size : float
        η.
    momentum : float
        β.
    """

    scene: Scene
    positions: Floats
    forces: Floats
    similar_loss: Floats
    dissimilar_loss: Floats
    pushing: Ints
    residual: Floats
    steps: Ints
    status: Status
    step_size: float
    momentum: float

    @cached_property
    def loss(self) -> Floats:
        """Sum loss of each frame, (t,)."""
        return self.similar_loss + self.dissimilar_loss

    @property
    def converged(self) -> bool:
        """Whether it ended at an equilibrium."""
        return self.status == "equilibrium"

    @property
    def descent(self) -> dict[str, Any]:
        """Options of `simulate` with which it goes from any start: those of `DESCENT`."""
        return {name: getattr(self, name) for name in DESCENT}

    @property
    def final(self) -> Scene:
        """The scene of the last frame."""
        return self.at(-1)

    def at(self, frame: int) -> Scene:
        """Return the scene of one frame."""
        return self.scene.replace(positions=self.positions[frame])

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.steps)

    def __repr__(self) -> str:
        return (
            f"Trajectory({len(self.scene)} points, {len(self)} frames of {self.steps[-1]} steps, {self.status}, "
            f"loss {self.loss[0]:.4g} → {self.loss[-1]:.4g})"
        )

    def _repr_html_(self) -> str | None:
        """Show the settling in a notebook: the standalone player, in a frame of its own."""
        return display.shown("run", self)


def simulate(
    scene: Scene,
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
        At rest when no force on a free point exceeds ``tol`` margins (and, with momentum, no point moves farther in a step).
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
        If an argument is refused.
    """
    checked_integer("steps", steps, 0, STEPS_MAX)
    eta = stable_step(scene) if step_size is None else DESCENT["step_size"]("step_size", step_size)
    beta = DESCENT["momentum"]("momentum", momentum)
    rest = checked_number("tol", tol, 0.0, 1.0) * scene.margin
    room = max(min(FRAMES_MAX, POINT_FRAMES_MAX // max(len(scene), 1)), FRAMES_MIN)
    most = min(FRAMES, room) if frames is None else checked_integer("frames", frames, FRAMES_MIN, room)

    kernel, space = kernels.for_scene(scene), scene.space
    held = np.flatnonzero(scene.pinned)
    x = scene.positions.copy()
    v, f = np.zeros_like(x), np.empty_like(x)
    other_x, other_f = np.empty_like(x), np.empty_like(x)  # of the step before; the next one is written over it
    record = Recorder(most, FRAME_SHARE * scene.margin)
    stiffness = scene.springs.stiffness(scene.pinned)
    descends = beta == 0.0 and eta * stiffness < space.descent
    cycles = None if descends else CycleWatch(x, v)
    bounded = space.bounded or descends  # descent stops at the end of the range
    reach = float(np.abs(x).max(initial=0.0))  # no coordinate is larger
    too_much, moved = np.inf, 0.0
    status: Status = "max_steps"
    for step in range(steps + 1):
        sums = kernel.evaluate(x, f)
        acts = space.acting(x, f)
        residual = largest_force(acts, scene.pinned)
        if step == 0 and not space.bounded:
            # ‖∇L‖² ≤ 2 λ L bounds the force by the loss, so this can only be passed where the loss has grown
            bound = sums.similar + sums.dissimilar + scene.margin**2
            too_much = float(np.sqrt(2.0 * stiffness * bound * _BLOW_UP))
        if residual > too_much or not (bounded or np.abs(x).max(initial=0.0) <= COORDINATE_MAX):
            status = "diverged"
            break
        record.see(Frame(step, x, acts, sums, residual), moved)
        if residual <= rest and (beta == 0.0 or np.abs(v).max(initial=0.0) <= rest):
            status = "equilibrium"
            break
        if cycles is not None and cycles.returned(x, v):
            status = "cycling"
            break
        if beta == 0.0:
            np.multiply(f, eta, out=v)
        else:
            v *= beta
            v += np.multiply(f, eta, out=other_f)
        if held.size:
            v[held] = 0.0
        moved = np.inf
        v = space.moved(x, v, other_x)
        if not space.bounded:
            if beta == 0.0:
                moved = (1.0 + 1e-9) * eta * residual
            reach += moved
            if descends and reach > COORDINATE_MAX:
                np.clip(other_x, -COORDINATE_MAX, COORDINATE_MAX, out=other_x)
                reach = float(np.abs(other_x).max(initial=0.0))
        x, f, other_x, other_f = other_x, other_f, x, f
    return _trajectory(scene, record.frames(), status, eta, beta)


def _trajectory(scene: Scene, frames: list[Frame], status: Status, eta: float, beta: float) -> Trajectory:
    steps, positions, forces, sums, residual = zip(*frames, strict=True)
    arrays = (
        np.stack(positions),
        np.stack(forces),
        np.array([s.similar for s in sums]),
        np.array([s.dissimilar for s in sums]),
        np.array([s.pushing for s in sums]),
        np.array(residual),
        np.array(steps),
    )
    for array in arrays:
        array.setflags(write=False)
    x, f, similar, dissimilar, pushing, largest, numbers = arrays
    return Trajectory(
        scene, x, f, similar, dissimilar, cast("Ints", pushing), largest, cast("Ints", numbers), status, eta, beta
    )

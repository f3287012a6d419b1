"""simulate: gradient descent and heavy ball on the contrastive loss, recorded as frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from springsim import kernels
from springsim.checks import checked_integer, checked_number
from springsim.domains import acting, stepped
from springsim.forces import largest_force, stable_step
from springsim.limits import COORDINATE_MAX, FRAMES_MAX, FRAMES_MIN, STEP_SIZE_MAX, STEPS_MAX
from springsim.scene import Scene

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Status = Literal["equilibrium", "max_steps", "cycling", "diverged"]

FRAMES: Final = 400  #: most frames unless asked otherwise
FRAME_SHARE: Final = 0.01  #: of the margin: how far a point may move between two frames, where the step and FRAMES allow it
_BLOW_UP: Final = 1e4  # times the largest loss that descent could have: then the step is too large, not the scene
_CYCLE: Final = 1e-9  # of the amplitude: how exactly a state must come back to count as a cycle


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
        from springsim.export import player  # here only, so that the core alone needs nothing of it

        return player.framed(self)


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
        Most frames kept, 2 … 10,000; 400 by default. Between two frames no point moves more than 0.01 margins where the step
        and the number of frames allow it, so that playback looks even; the first and the last state are always kept.

    Returns
    -------
    Trajectory

    Raises
    ------
    SceneError
        If an argument is refused.
    """
    checked_integer("steps", steps, 0, STEPS_MAX)
    eta = stable_step(scene) if step_size is None else checked_number("step_size", step_size, 0.0, STEP_SIZE_MAX, open_low=True)
    beta = checked_number("momentum", momentum, 0.0, 0.999)
    rest = checked_number("tol", tol, 0.0, 1.0) * scene.margin
    most = FRAMES if frames is None else checked_integer("frames", frames, FRAMES_MIN, FRAMES_MAX)

    kernel, free, domain = kernels.for_scene(scene), ~scene.pinned[:, None], scene.domain
    x = scene.positions.copy()
    v, f = np.zeros_like(x), np.empty_like(x)
    record = _Recorder(most, FRAME_SHARE * scene.margin)
    stiffness = scene.springs.stiffness(scene.pinned)
    descends = beta == 0.0 and eta * stiffness < (2.0 - 1e-9 if domain == "plane" else 1.0 + 1e-9)
    cycles = None if descends else _CycleWatch(x, v)
    too_much = np.inf
    status: Status = "max_steps"
    for step in range(steps + 1):
        sums = kernel.evaluate(x, f)
        acts = acting(domain, x, f)
        residual = largest_force(acts, scene.pinned)
        if step == 0 and domain == "plane":  # nothing flies off the circle
            # ‖∇L‖² ≤ 2 λ L bounds the force by the loss, so this can only be passed where the loss has grown
            bound = sums.similar + sums.dissimilar + scene.margin**2
            too_much = float(np.sqrt(2.0 * stiffness * bound * _BLOW_UP))
        if residual > too_much or not np.abs(x).max(initial=0.0) <= COORDINATE_MAX:
            status = "diverged"
            break
        record.see(_Frame(step, x.copy(), acts.copy(), sums, residual))
        if residual <= rest and (beta == 0.0 or np.abs(v).max(initial=0.0) <= rest):
            status = "equilibrium"
            break
        if cycles is not None and cycles.returned(x, v):
            status = "cycling"
            break
        v *= beta
        v += np.where(free, f, 0.0) * eta
        if domain == "circle":
            x = stepped(domain, x, v)
            v = acting(domain, x, v)
            continue
        x += v
        if descends:
            np.clip(x, -COORDINATE_MAX, COORDINATE_MAX, out=x)
    return _trajectory(scene, record.frames(), status, eta, beta)


class _Frame(NamedTuple):
    """One state: number of the step, positions, forces, sums and residual."""

    step: int
    x: Floats
    f: Floats
    sums: kernels.Sums
    residual: float


class _Recorder:
    """Keeps few of many states: the first, the last, and between them what is evenly spaced to the eye; at most `most`.

    A state is kept when the next one would be farther than `spacing` from the one kept before. Where too many are, spacing
    grows; where that would drop nearly all, because points go to and fro, every third step stays: of a cycle of two, both
    halves.
    """

    def __init__(self, most: int, spacing: float) -> None:
        self._most, self._spacing, self._stride = most, spacing, 1
        self._kept: list[_Frame] = []
        self._last: _Frame | None = None

    def see(self, frame: _Frame) -> None:
        if self._last is None:
            self._kept.append(frame)
        elif self._far(self._kept[-1], frame):
            if self._last.step - self._kept[-1].step >= self._stride:
                self._keep(self._last)
            if self._far(self._kept[-1], frame):
                self._keep(frame)
        self._last = frame

    def frames(self) -> list[_Frame]:
        if self._last is None or self._last.step == self._kept[-1].step:
            return self._kept
        return [*self._kept, self._last]

    def _far(self, a: _Frame, b: _Frame) -> bool:
        if b.step - a.step < self._stride:
            return False
        shift = b.x - a.x
        return float(np.einsum("ij,ij->i", shift, shift).max(initial=0.0)) > self._spacing**2

    def _keep(self, frame: _Frame) -> None:
        self._kept.append(frame)
        if len(self._kept) < self._most:
            return
        everything, spacing, enough = self._kept, self._spacing, max(0.9 * (self._most - 1), 1.0)
        while len(self._kept) > enough:
            self._spacing *= 1.5
            self._kept = self._thinned(everything)
        if len(self._kept) < len(everything) / 4:
            self._kept, self._spacing = everything, spacing
            while len(self._kept) > enough:
                self._stride *= 3
                self._kept = self._thinned(everything)

    def _thinned(self, frames: list[_Frame]) -> list[_Frame]:
        kept = frames[:1]
        for frame in frames[1:]:
            if self._far(kept[-1], frame):
                kept.append(frame)
        return kept


class _CycleWatch:
    """Brent's algorithm: compare with a state remembered at steps 1, 2, 4, 8, …; any period is found."""

    def __init__(self, x: Floats, v: Floats) -> None:
        self._x, self._v = x.copy(), v.copy()
        self._age, self._lifetime, self._amplitude = 0, 1, 0.0

    def returned(self, x: Floats, v: Floats) -> bool:
        away = max(float(np.abs(x - self._x).max(initial=0.0)), float(np.abs(v - self._v).max(initial=0.0)))
        if self._age > 0 and away <= _CYCLE * self._amplitude:
            return True
        self._amplitude = max(self._amplitude, away)
        if self._age == self._lifetime:
            self._x, self._v = x.copy(), v.copy()
            self._age, self._lifetime, self._amplitude = 0, 2 * self._lifetime, 0.0
        self._age += 1
        return False


def _trajectory(scene: Scene, frames: list[_Frame], status: Status, eta: float, beta: float) -> Trajectory:
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

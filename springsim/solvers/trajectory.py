"""Trajectory: a run, as frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

import numpy as np

from springsim import display
from springsim.arrays import Floats, Ints
from springsim.model.scene import Scene
from springsim.solvers.step import Descent, Frame

Status = Literal["equilibrium", "max_steps", "cycling", "diverged"]


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """A run as frames; all arrays are read-only.

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
        Each but the last is a fact, or proved.
        ``"equilibrium"``: the residual is within the tolerance and, with momentum, so is the last move of every point.
        ``"cycling"``: the points have moved, and positions and velocities are those of an earlier state: to the bit, so that
        all repeats; or to nine digits of how far they went, and no small deviation from that cycle grows, by the derivative of
        the step over one period: its eigenvalues are at most 1, to 1e-9 a step.
        ``"diverged"``: a point has left the range of coordinates; or the similar springs alone drive the points apart so fast
        that nothing which the dissimilar ones can do will stop it. The last frame is the one before that.
        ``"max_steps"``: none of these was seen within the steps allowed.
    descent : Descent
        Options of `simulate` with which it goes.
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
    descent: Descent

    @cached_property
    def loss(self) -> Floats:
        """Sum loss of each frame, (t,)."""
        return self.similar_loss + self.dissimilar_loss

    @property
    def step_size(self) -> float:
        """Step size η."""
        return self.descent.step_size

    @property
    def momentum(self) -> float:
        """Momentum β."""
        return self.descent.momentum

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
        return display.shown("run", self)


def trajectory_of(scene: Scene, frames: list[Frame], status: Status, descent: Descent) -> Trajectory:
    """Return a run as its frames have it."""
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
    return Trajectory(scene, x, f, similar, dissimilar, cast("Ints", pushing), largest, cast("Ints", numbers), status, descent)

"""Trajectory: a run, as frames."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import Any, Final, Literal, cast

import numpy as np
import numpy.typing as npt

from springsim import display
from springsim.arrays import Floats, Ints
from springsim.energy.forces import stable_step
from springsim.model.domains import DomainId
from springsim.model.laws import PairLaw
from springsim.model.scene import Scene
from springsim.solvers import recorded
from springsim.solvers.recorder import checked_frames
from springsim.solvers.step import Descent, Frame

Status = Literal["equilibrium", "max_steps", "cycling", "diverged", "recorded"]

#: What the steps of a simulated run are.
STEP: Final = "step"


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """A run as frames: simulated, as `springsim.simulate` returns it, or recorded, as `from_positions` makes it.

    All arrays are read-only. A run is shown in a notebook as a player, and goes into files and figures, wherever it comes from.

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
        Number of the step that each frame shows. Of a simulated run the first is 0, the last is where it ended; of a recorded
        one they are what it counts: epochs, …
    status : {"equilibrium", "max_steps", "cycling", "diverged", "recorded"}
        How it ended: each of the first, third and fourth is a fact, or proved.
        ``"equilibrium"``: the residual is within the tolerance and, with momentum, so is the last move of every point.
        ``"cycling"``: the points have moved, and positions and velocities are those of an earlier state: to the bit, so that
        all repeats; or to nine digits of how far they went, and no small deviation from that cycle grows, by the derivative of
        the step over one period: its eigenvalues are at most 1, to 1e-9 a step.
        ``"diverged"``: a point has left the range of coordinates; or the similar springs alone drive the points apart so fast
        that nothing which the dissimilar ones can do will stop it. The last frame is the one before that.
        ``"max_steps"``: none of these was seen within the steps allowed.
        ``"recorded"``: the positions were given, and nothing is claimed of how one follows from the other.
    descent : Descent
        Options of `simulate` with which it goes; of a recorded run those with which it would go on.
    unit : str
        What its steps are: ``"step"`` of gradient descent; of a recorded run a word like ``"epoch"``.
    names : tuple of str
        Names of the points, or none.
    given : int
        How many frames a recorded run was made from; those it has are all of them, or were chosen by how far points move. Of a
        simulated run 0.
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
    unit: str = STEP
    names: tuple[str, ...] = ()
    given: int = 0

    @classmethod
    def from_positions(
        cls,
        positions: Any,
        labels: npt.ArrayLike | None = None,
        *,
        similar: npt.ArrayLike | None = None,
        dissimilar: npt.ArrayLike | None = None,
        scene: Scene | None = None,
        margin: float | None = None,
        names: Any = None,
        steps: npt.ArrayLike | None = None,
        unit: str = "epoch",
        domain: DomainId | None = None,
        law: str | PairLaw | None = None,
        pinned: npt.ArrayLike | None = None,
        class_names: Any = None,
        frames: int | None = None,
    ) -> Trajectory:
        """Make a run of positions of one's own, as the epochs of a training: it plays wherever a simulated one does.

        Loss, forces, residual and the springs that push are those of `springsim.loss` and `springsim.forces` in each frame.
        The springs follow from exactly one of `labels`, `similar` and `scene`.

        Parameters
        ----------
        positions : (t, n, 2) array_like of float, or sequence of t (n, 2) array_like
            Where the points are in each frame; one frame is enough. Tables and tensors are taken as the arrays they are.
        labels : (n,) array_like, optional
            Class of each point, as in `Scene.from_labels`.
        similar : (k, 2) array_like of int, optional
            Similar pairs, as in `Scene.from_neighbours`; with `dissimilar`, as in `Scene.from_pairs`.
        dissimilar : (k, 2) array_like of int, optional
            Dissimilar pairs, where not all others are.
        scene : Scene, optional
            A scene of as many points, whose springs, margin, pins, domain and law the run has. Where its points are does not
            matter.
        margin : float, optional
            The margin m; 1 by default.
        names : (n,) sequence of str, optional
            Names of the points.
        steps : (t,) array_like of int, optional
            Number of each frame, ascending, 0 … 10,000,000; 0, 1, … by default.
        unit : str, optional
            What these numbers count: ``"epoch"``, ``"iteration"``, ``"batch"``, ``"frame"``, ``"step"``, or a word of one's
            own of up to 30 characters.
        domain, law, pinned, class_names : optional
            As in `Scene.from_labels`.
        frames : int, optional
            Most frames kept, 2 … 10,000; 400 by default; fewer where frames × points would pass 20,000,000. Where more are
            given, those are kept that are evenly spaced to the eye, the first and the last among them.

        Returns
        -------
        Trajectory
            With status ``"recorded"``.

        Raises
        ------
        SceneError
            If an argument is refused; it names the frame, as in ``positions[3]``.

        Examples
        --------
        >>> import springsim as ss
        >>> epochs = [[[0.0, 0.0], [0.2, 0.0], [0.3, 0.4]], [[0.0, 0.1], [0.1, 0.1], [0.5, 0.8]]]
        >>> run = ss.Trajectory.from_positions(epochs, labels=[0, 0, 1], steps=[0, 10])
        >>> run
        Trajectory(3 points, 2 recorded frames, epoch 0 to 10, loss 0.3177 → 0.03354)
        >>> run.forces.shape
        (2, 3, 2)
        """
        given = recorded.checked_positions(positions)
        options = {"margin": margin, "pinned": pinned, "class_names": class_names, "domain": domain, "law": law}
        start = recorded.scene_of(given[0], labels, similar, dissimilar, scene, **options)
        word, called = recorded.checked_unit(unit), recorded.checked_names(names, len(start))
        numbers = recorded.checked_steps(steps, len(given))
        kept, places = recorded.frames_of(given, start, checked_frames(frames, len(start)))
        found = recorded.measured(start, places, numbers[kept])
        return cls(start, *found, "recorded", Descent(stable_step(start)), word, called, len(given))

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Trajectory:
        """Read a run from a file: NPZ, as `save` and the app write it, or a page (HTML) that plays one.

        Nothing in the file is executed, and nothing in it is believed but where the points are: all else is computed again.

        Parameters
        ----------
        path : str or path
            The file.

        Returns
        -------
        Trajectory
            From NPZ as it was saved. A simulated run that is too long to see within a second or two that simulating it again
            gives the same is recorded, with unit ``"step"``; so is one from a page, whose positions are rounded to a tenth of
            a pixel or so, and of whose margins it is the one shown first.

        Raises
        ------
        SceneError
            If it is no such file, is damaged, or too large.
        OSError
            If there is no such file.

        Examples
        --------
        >>> import springsim as ss
        >>> ss.Trajectory.load("training.npz").at(-1)  # doctest: +SKIP
        Scene(50 points, 240 similar and 985 dissimilar springs by labels, margin=1, 0 pinned)
        """
        run: Trajectory = display.call("load run", path)
        return run

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Write the run into a file: ``.npz``, from which `load` gives it back exactly, or ``.html``, a page that plays it.

        Parameters
        ----------
        path : str or path
            The file; its suffix decides.
        overwrite : bool, optional
            Whether to replace a file that is there.

        Raises
        ------
        SceneError
            If the suffix is another, or a page cannot hold so many points.
        springsim.export.FileError
            If the file cannot be written, or is there.
        """
        display.call("save run", self, path, overwrite=overwrite)

    @cached_property
    def loss(self) -> Floats:
        """Sum loss of each frame, (t,)."""
        return self.similar_loss + self.dissimilar_loss

    @property
    def step_size(self) -> float:
        """Step size η of `descent`."""
        return self.descent.step_size

    @property
    def momentum(self) -> float:
        """Momentum β of `descent`."""
        return self.descent.momentum

    @property
    def converged(self) -> bool:
        """Whether it ended at an equilibrium."""
        return self.status == "equilibrium"

    @property
    def recorded(self) -> bool:
        """Whether its positions were given, and not simulated."""
        return self.status == "recorded"

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
        if self.recorded:
            of = f" of {self.given}" if self.given > len(self) else ""
            frames = "frame" if self.given == 1 else "frames"
            return (
                f"Trajectory({len(self.scene)} points, {len(self)}{of} recorded {frames}, "
                f"{self.unit} {self.steps[0]} to {self.steps[-1]}, loss {self.loss[0]:.4g} → {self.loss[-1]:.4g})"
            )
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

"""settle, residual and stability: the resting state that the springs lead to, and whether it would last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from springsim.checks import checked_integer, checked_number
from springsim.descent import BACKTRACKS, NOISE, PATIENCE, Curvature, Slope
from springsim.domains import tangents
from springsim.errors import SceneError, Words
from springsim.forces import forces, largest_force
from springsim.hessian import hessian, rigid_motions
from springsim.limits import COORDINATE_MAX, EVALUATIONS_MAX, SEED_MAX, STABILITY_POINTS_MAX
from springsim.scene import Scene
from springsim.vectors import dot

Floats = npt.NDArray[np.float64]

_FLAT = 1e-6  # of λ: curvature up to that is none; the place of a rest is known to about so many digits


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """Where `settle` ended.

    Attributes
    ----------
    scene : Scene
        The scene at rest.
    loss : float
        Its sum loss.
    residual : float
        Its largest force on a free point.
    converged : bool
        Whether the residual is within the tolerance.
    evaluations : int
        How often loss and forces were computed.
    """

    scene: Scene
    loss: float
    residual: float
    converged: bool
    evaluations: int


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Stability:
    """How the loss curves at a scene; arrays are read-only.

    Attributes
    ----------
    scene : Scene
        The scene; the words below are about equilibria, and it says nothing of whether this is one.
    eigenvalues : (k,) ndarray of float
        Of the Hessian over the free points, ascending, without the rigid motions.
    modes : (k, n, 2) ndarray of float
        The motion of all points that belongs to each, of norm 1; pinned points stay. On the circle points go along it.
    kind : {"stable", "saddle", "flat"}
        ``"saddle"``: some direction leads down. ``"flat"``: none does, but some cost nothing, to second order. ``"stable"``:
        all lead up.
    unstable, flat : int
        How many directions lead down, and how many cost nothing.
    rigid : int
        How many rigid motions were left out: they change no distance.
    hinges, coincident : int
        Pairs where a side had to be taken: dissimilar ones at the hinge d = m count as slack, coincident ones as a peak. See
        `springsim.hessian.Hessian`.
    """

    scene: Scene
    eigenvalues: Floats
    modes: Floats
    kind: Literal["stable", "saddle", "flat"]
    unstable: int
    flat: int
    rigid: int
    hinges: int
    coincident: int

    def __repr__(self) -> str:
        return f"Stability({self.kind}: {self.unstable} unstable, {self.flat} flat of {len(self.eigenvalues)} directions)"

    @property
    def softest(self) -> Floats | None:
        """The lowest mode, (n, 2), scaled so that the point that goes farthest goes 1; the way down from a saddle.

        None where there is no mode, or where several cost nothing: any mixture of those is as good.
        """
        if not len(self.modes) or (self.kind == "flat" and self.flat > 1):
            return None
        lowest: Floats = self.modes[0] / np.hypot(self.modes[0, :, 0], self.modes[0, :, 1]).max()
        return lowest

    def nudged(self, seed: int = 0, size: float = 1e-3) -> Scene:
        """Return the scene a little along its softest mode; nudged at random, as by `Scene.nudged`, where it has none.

        Parameters
        ----------
        seed : int, optional
            Decides which way: even ones go along the mode, odd ones against it.
        size : float, optional
            How far the point goes that goes farthest, in margins, from 0 to 1.

        Returns
        -------
        Scene

        Raises
        ------
        SceneError
            If `seed` or `size` is refused.
        """
        checked_integer("seed", seed, 0, SEED_MAX)
        share = checked_number("size", size, 0.0, 1.0) * self.scene.margin * (1.0 if seed % 2 == 0 else -1.0)
        if self.softest is None:
            return self.scene.nudged(seed, size)
        there = self.scene.positions + share * self.softest
        return self.scene.replace(positions=np.clip(there, -COORDINATE_MAX, COORDINATE_MAX))


def residual(scene: Scene) -> float:
    """Largest force on a free point, max ‖F‖; 0 where all points are pinned or there are none.

    Parameters
    ----------
    scene : Scene
        The scene.

    Returns
    -------
    float
        The residual, in units of the margin; conventions at the hinge and at coincident points are those of `forces`.
    """
    return largest_force(forces(scene), scene.pinned)


def stability(scene: Scene) -> Stability:
    """Tell a stable equilibrium from a saddle: eigenvalues and modes of the exact Hessian over the free points.

    On the circle it is the Hessian by angles, the Riemannian one. An eigenvalue counts as nothing up to 1e-6 of λ, the
    largest that springs of this kind can have.

    Parameters
    ----------
    scene : Scene
        The scene, at rest if the answer is to mean what it says. At most 2000 points are free, and no more than 20,000,000
        springs end at them or pairs can be made of a free point and any.

    Returns
    -------
    Stability

    Raises
    ------
    SceneError
        If it is larger: there are too many eigenvalues, or modes of too many points.

    Examples
    --------
    >>> import springsim as ss
    >>> ss.stability(ss.Scene.from_labels([(-1 / 3, 0), (1 / 3, 0), (0, 0)], [0, 0, 1]))
    Stability(saddle: 1 unstable, 0 flat of 3 directions)
    """
    free = ~scene.pinned
    count = int(free.sum())
    if count > STABILITY_POINTS_MAX:
        raise SceneError("scene", Words(f"{count} free points"), f"at most {STABILITY_POINTS_MAX}")
    matrix, hinges, coincident = hessian(scene)
    rigid = rigid_motions(scene)
    others = np.linalg.qr(rigid.T, mode="complete")[0][:, len(rigid) :]
    eigenvalues, within = np.linalg.eigh(others.T @ matrix @ others)
    coordinates = (others @ within).T
    if scene.domain == "plane":
        moved = np.ascontiguousarray(coordinates).reshape(len(eigenvalues), count, 2)
    else:
        moved = np.ascontiguousarray(coordinates[:, :, None] * tangents(scene.positions[free]))
    _same_way_round(moved)
    modes = np.zeros((len(eigenvalues), len(scene), 2))
    modes[:, free] = moved
    nothing = _FLAT * max(scene.springs.stiffness(scene.pinned), 1.0)
    unstable, flat = int((eigenvalues < -nothing).sum()), int((np.abs(eigenvalues) <= nothing).sum())
    for array in (eigenvalues, modes):
        array.setflags(write=False)
    kind: Literal["stable", "saddle", "flat"] = "saddle" if unstable else "flat" if flat else "stable"
    return Stability(scene, eigenvalues, modes, kind, unstable, flat, len(rigid), hinges, coincident)


def _same_way_round(modes: Floats) -> None:
    """Give each mode the sign in which its largest part is positive: of ± v, which are the same, always the same one."""
    flat = modes.reshape(len(modes), modes.shape[1] * 2)
    if flat.size:
        largest = np.argmax(np.abs(flat) > 0.999 * np.abs(flat).max(axis=1, keepdims=True), axis=1)
        flat *= np.sign(np.take_along_axis(flat, largest[:, None], axis=1))


def settle(scene: Scene, tol: float = 1e-9, max_evaluations: int = 10_000) -> Equilibrium:
    """Go downhill to an equilibrium, fast: limited-memory BFGS (Liu and Nocedal, 1989), each step kept only if the loss falls.

    Where no quasi-Newton step lowers the loss, the step 1/λ of `stable_step` along the forces does. Where no dissimilar spring
    pushes any more, classes of more than 64 points together are gathered at once, each in the place where its similar springs
    alone would take it, if nothing pushes there either. On the circle the steps are turns, and the points stay on it. The path
    differs from that of `simulate`, and so may the equilibrium where there are several. A start that rests on a saddle stays
    there. It gives up where positions are too coarse for the tolerance: a force on a point at 1e6 has few digits.

    Parameters
    ----------
    scene : Scene
        The start. Pinned points stay.
    tol : float, optional
        Converged when no force on a free point exceeds ``tol`` margins, 0 … 1.
    max_evaluations : int, optional
        Most evaluations of loss and forces, 1 … 10,000,000.

    Returns
    -------
    Equilibrium

    Raises
    ------
    SceneError
        If an argument is refused.
    """
    rest = checked_number("tol", tol, 0.0, 1.0) * scene.margin
    checked_integer("max_evaluations", max_evaluations, 1, EVALUATIONS_MAX)
    slope, memory = Slope(scene), Curvature()
    here = slope.start()
    evaluations = 1
    best, lowest, gained = here.force, here.loss, evaluations
    gathering = 0
    while here.force > rest and evaluations < max_evaluations:
        if here.pushing == 0 and evaluations >= gathering:
            gathered, gathering = slope.gathered(here), 2 * evaluations
            evaluations += gathered is not None
            if gathered is not None and gathered.pushing == 0 and gathered.force < here.force:
                here = gathered
                continue
        step = memory.step(here)
        fall = -dot(here.f.ravel(), step.ravel())  # of the loss along the step, per unit of length
        length, downhill = 1.0, False
        for _ in range(BACKTRACKS if fall < 0.0 else 0):
            part = length * step
            there = slope.moved(here, part)
            evaluations += 1
            downhill = there.below(here, part, fall * length)
            if downhill or evaluations >= max_evaluations:
                break
            # least point of the parabola through both losses and the slope, kept off both ends
            bend = there.loss - here.loss - fall * length
            length *= min(max(-0.5 * fall * length / bend, 0.1), 0.6) if bend > 0.0 else 0.3
        if not downhill:
            if evaluations >= max_evaluations:
                break
            memory.forget()
            there = slope.moved(here, here.safe)
            evaluations += 1
            if np.array_equal(there.x, here.x) or there.loss > here.loss * (1.0 + NOISE):
                break  # rounding is all that is left
        memory.learn(there.at - here.at, here.f - there.f)
        here = there
        if here.force < 0.5 * best or here.loss < lowest * (1.0 - NOISE):
            best, lowest, gained = min(here.force, best), here.loss, evaluations
        elif evaluations - gained > PATIENCE:
            break
    return Equilibrium(scene.replace(positions=here.x), here.loss, here.force, here.force <= rest, evaluations)

"""stability: whether an equilibrium is stable, by the eigenvalues of the exact Hessian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from springsim.arrays import Floats
from springsim.energy.forces import forces, loss
from springsim.energy.hessian import hessian, rigid_motions
from springsim.model.scene import Scene
from springsim.validation.checks import checked_integer, checked_number
from springsim.validation.errors import SceneError, Words
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import COORDINATE_MAX, SEED_MAX, STABILITY_POINTS_MAX
from springsim.validation.positional import keyword_only

_FLAT = 1e-6  # of λ: smaller curvature counts as zero: an equilibrium is known to about so many digits
_TRIED = 1e-2  # margins: how far the softest mode is followed either way to see which costs less
_ALIKE = 0.1  # of what the dearer way costs: by so much the two may differ and still cost the same
_ROUNDED = 1e-12  # of the loss, and of m²: what rounding may make of a difference
_AT_ONCE = 256  # modes of which copies are made at a time


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
        The motion of all points that belongs to each, of norm 1; pinned points stay. On the circle points go along it. The
        first one has the sign that costs less; where both cost the same, and in all others, the largest part is positive.
    kind : {"stable", "saddle", "flat"}
        ``"saddle"``: some direction leads down. ``"flat"``: none does, but some cost nothing, to second order. ``"stable"``:
        all lead up.
    unstable, flat : int
        How many directions lead down, and how many cost nothing.
    rigid : int
        How many rigid motions were left out: they change no distance.
    one_way : bool
        Whether the first mode costs more against its sign than along it: a pair at its hinge may part, and pushes if pressed.
    hinges, coincident : int
        Pairs where a side had to be taken: dissimilar ones at the hinge d = m count as slack, coincident ones as a peak. See
        `springsim.energy.hessian.Hessian`.
    """

    scene: Scene
    eigenvalues: Floats
    modes: Floats
    kind: Literal["stable", "saddle", "flat"]
    unstable: int
    flat: int
    rigid: int
    one_way: bool
    hinges: int
    coincident: int

    def __repr__(self) -> str:
        return f"Stability({self.kind}: {self.unstable} unstable, {self.flat} flat of {len(self.eigenvalues)} directions)"

    @property
    def softest(self) -> Floats | None:
        """The lowest mode, (n, 2), scaled so that the point that goes farthest goes 1; the way down from a saddle.

        Of its two signs it has the one that costs less.

        None where there is no mode, or where several cost nothing: any mixture of those is as good.
        """
        if not len(self.modes) or (self.kind == "flat" and self.flat > 1):
            return None
        lowest: Floats = self.modes[0] / np.hypot(self.modes[0, :, 0], self.modes[0, :, 1]).max()
        return lowest

    def way(self, seed: int = 0) -> Floats | None:
        """Return the softest mode with the sign of a nudge: with odd seeds it goes against it, where that costs no more."""
        return self.softest if self.softest is None or self.one_way or seed % 2 == 0 else -self.softest

    @keyword_only("seed", "size")
    def nudged(self, *, seed: int = 0, size: float = 1e-3) -> Scene:
        """Return the scene a little along its softest mode; nudged at random, as by `Scene.nudged`, where it has none.

        The same scene gives the same but for rounding; see `stability`.

        Parameters
        ----------
        seed : int, optional
            Decides which way: even ones go along the mode, odd ones against it where that costs no more.
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
        way = self.way(checked_integer("seed", seed, 0, SEED_MAX))
        share = checked_number("size", size, 0.0, 1.0) * self.scene.margin
        if way is None:
            return self.scene.nudged(seed=seed, size=size)
        there = self.scene.positions + share * way
        return self.scene.replace(positions=np.clip(there, -COORDINATE_MAX, COORDINATE_MAX))


def stability(scene: Scene) -> Stability:
    """Tell a stable equilibrium from a saddle: eigenvalues and modes of the exact Hessian over the free points.

    On the circle it is the Hessian by angles, the Riemannian one. An eigenvalue counts as nothing up to 1e-6 of λ, the
    largest that springs of this kind can have.

    Kind and counts are the same on every machine, but where an eigenvalue is at that bound. Eigenvalues and modes are LAPACK's:
    from some tens of points on they depend on the number of its threads, in the last digits, and so do the places where
    `Stability.nudged` puts the points. Of equal eigenvalues, the modes are any that span the same motions.

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
        If it is larger: there are too many eigenvalues, or modes of too many points; or if its law does not tell how the loss
        curves.

    Examples
    --------
    >>> import springsim as ss
    >>> ss.stability(ss.Scene.from_labels([(-1 / 3, 0), (1 / 3, 0), (0, 0)], [0, 0, 1]))
    Stability(saddle: 1 unstable, 0 flat of 3 directions)
    """
    checked_kind(scene, Scene, "stability({})")
    free = ~scene.pinned
    count = int(free.sum())
    if count > STABILITY_POINTS_MAX:
        raise SceneError("scene", Words(f"{count} free points"), f"at most {STABILITY_POINTS_MAX}")
    matrix, hinges, coincident = hessian(scene)
    rigid = rigid_motions(scene)
    eigenvalues, coordinates = _apart_from(rigid, matrix)
    del matrix  # of thousands of points it takes a hundred megabytes, and so does each of those below
    moved = scene.space.displaced(scene.positions[free], coordinates)
    del coordinates
    _same_way_round(moved)
    modes = moved if free.all() else np.zeros((len(eigenvalues), len(scene), 2))
    if modes is not moved:
        modes[:, free] = moved
    nothing = _FLAT * max((scene.law.bound or 1.0) * scene.springs.stiffness(scene.pinned), 1.0)
    unstable, flat = int((eigenvalues < -nothing).sum()), int((np.abs(eigenvalues) <= nothing).sum())
    one_way = _downhill(scene, modes[0]) if len(modes) else False
    for array in (eigenvalues, modes):
        array.setflags(write=False)
    kind: Literal["stable", "saddle", "flat"] = "saddle" if unstable else "flat" if flat else "stable"
    return Stability(scene, eigenvalues, modes, kind, unstable, flat, len(rigid), one_way, hinges, coincident)


def _downhill(scene: Scene, mode: Floats) -> bool:
    """Give a mode the sign that costs less, if one does; tell whether the other one raises the loss, and by more.

    What the forces that are left do along it is no part of its cost: they end where it rests.
    """
    size = _TRIED * scene.margin / np.hypot(mode[:, 0], mode[:, 1]).max()
    before, slope = loss(scene), float(np.einsum("ij,ij->", forces(scene), mode))
    along, against = (
        loss(scene.replace(positions=np.clip(scene.positions + way * size * mode, -COORDINATE_MAX, COORDINATE_MAX)))
        - before
        + way * size * slope
        for way in (1.0, -1.0)
    )
    if abs(along - against) <= max(_ALIKE * max(abs(along), abs(against)), _ROUNDED * (before + scene.margin**2)):
        return False
    if along > against:
        np.negative(mode, out=mode)
    return bool(max(along, against) > 0.0)


def _apart_from(rigid: Floats, matrix: Floats) -> tuple[Floats, Floats]:
    """Return eigenvalues, (k − r,), and eigenvectors as rows, (k − r, k), of a matrix that is used up, across r motions.

    Reflections that turn the motions into the first r axes take out these; they are applied one by one, as products with a
    matrix of all the other axes would take as long as the eigenvectors, and much memory.
    """
    count = len(rigid)
    below, scales = np.linalg.qr(rigid.T, mode="raw")
    mirrors = np.triu(below, 1) + np.eye(*below.shape)
    for mirror, scale in zip(mirrors, scales, strict=True):
        _reflect(matrix, mirror, scale)
        _reflect(matrix.T, mirror, scale)
    eigenvalues, within = np.linalg.eigh(matrix[count:, count:])
    vectors = np.zeros((len(eigenvalues), len(matrix)))
    vectors[:, count:] = within.T
    del within
    for mirror, scale in zip(mirrors[::-1], scales[::-1], strict=True):
        _reflect(vectors, mirror, scale)
    return eigenvalues, vectors


def _reflect(rows: Floats, mirror: Floats, scale: float) -> None:
    """Replace each row a by a − scale (a · v) v, v the mirror: some at a time, so that little memory is taken."""
    for low in range(0, len(rows), _AT_ONCE):
        part = rows[low : low + _AT_ONCE]
        part -= np.einsum("ij,j->i", part, scale * mirror)[:, None] * mirror


def _same_way_round(modes: Floats) -> None:
    """Give each mode the sign in which its largest part is positive: of ± v, which are the same, always the same one."""
    for low in range(0, len(modes), _AT_ONCE):
        flat = modes[low : low + _AT_ONCE].reshape(-1, modes.shape[1] * 2)
        if flat.size:
            largest = np.argmax(np.abs(flat) > 0.999 * np.abs(flat).max(axis=1, keepdims=True), axis=1)
            flat *= np.sign(np.take_along_axis(flat, largest[:, None], axis=1))

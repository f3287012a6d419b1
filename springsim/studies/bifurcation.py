"""What a bifurcation chart shows of a sweep: a number read off each equilibrium, and how stable it is."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from springsim.arrays import Floats
from springsim.energy.hessian import check_size
from springsim.energy.stability import stability
from springsim.model.domains import places
from springsim.model.scene import Scene
from springsim.model.springs import Springs
from springsim.studies.margin_sweep import MarginSweep
from springsim.validation.errors import SceneError
from springsim.validation.limits import STABILITY_POINTS_MAX

Kinds = npt.NDArray[np.int8]
What = Literal["x", "y", "distance"]

KINDS: Final = ("stable", "flat", "saddle")  #: of `springsim.stability`; an equilibrium's is an index of these
UNKNOWN: Final = -1
WHATS: Final[tuple[What, ...]] = get_args(What)


class Coordinate(NamedTuple):
    """A number read off an equilibrium: x or y of point i, or the distance of points i and j."""

    what: What
    i: int
    j: int = 0

    def of(self, positions: Floats) -> Floats:
        """Return it for positions, (…, n, 2)."""
        if self.what == "distance":
            apart: Floats = positions[..., self.i, :] - positions[..., self.j, :]
            return np.hypot(apart[..., 0], apart[..., 1])
        return positions[..., self.i, WHATS.index(self.what)]


def usual(scene: Scene, focus: int | None = None) -> Coordinate:
    """Return the number that says most of a scene of two points or more.

    Where places matter, it is y of a free point, the focus if it is free; else the distance of a dissimilar pair, or of any.
    """
    free = np.flatnonzero(~scene.pinned)
    if len(places(scene.positions[scene.pinned])) > 1 and len(free):
        return Coordinate("y", focus if focus is not None and focus in free else int(free[-1]))
    return Coordinate("distance", *_a_pair(scene.springs))


def _a_pair(springs: Springs) -> tuple[int, int]:
    """Return the first dissimilar pair; where there is none, the first one with a spring, or the first of all."""
    if not springs.counts[1]:
        i, j = springs.similar[0].tolist() if len(springs.similar) else (0, 1)
        return i, j
    if springs.kind == "labels":
        return 0, int(np.argmax(springs.labels != springs.labels[0]))
    if springs.kind == "pairs":
        i, j = springs.dissimilar[0].tolist()
        return i, j
    n = len(springs)
    after = np.bincount(springs.similar[:, 0], minlength=n)  # of the points after a point, how many are similar to it
    i = int(np.argmax(after < n - 1 - np.arange(n)))
    similar = springs.similar[springs.similar[:, 0] == i, 1]
    return i, int(np.setdiff1d(np.arange(i + 1, i + 2 + len(similar)), similar)[0])


def origin(scene: Scene) -> Floats:
    """Return the place from which coordinates scale with the margin, (2,): where pins are, if they are in one place."""
    return scene.space.origin(scene.positions[scene.pinned])


def values(sweep: MarginSweep, shown: Coordinate, *, units: bool) -> Floats:
    """Return the number for each run, (k, s); with `units` in margins."""
    if not units:
        return shown.of(sweep.positions)
    return shown.of((sweep.positions - origin(sweep.scene)) / sweep.margins[:, None, None, None])


def kinds(scene: Scene, margins: Floats, positions: Floats) -> Kinds:
    """Return how stable a scene is at each of r margins and positions, (r, n, 2), as indices of `KINDS`."""
    here = (scene.replace(positions=x, margin=float(m)) for x, m in zip(positions, margins, strict=True))
    return np.array([KINDS.index(stability(rest).kind) for rest in here], np.int8)


def seconds(scene: Scene, runs: int) -> float:
    """Return about how long `kinds` takes for so many runs; infinity where `springsim.stability` refuses the scene."""
    free = int(np.count_nonzero(~scene.pinned))
    try:
        check_size(scene)
    except SceneError:
        return np.inf
    if free > STABILITY_POINTS_MAX:
        return np.inf
    return runs * (1e-3 + 4e-10 * (2.0 * free) ** 3)  # measured; from the scene, not the clock, so that it is always the same

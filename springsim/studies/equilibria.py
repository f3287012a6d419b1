"""equilibria: the distinct resting states that many random starts lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from springsim.arrays import Floats, Progress
from springsim.energy.forces import pair_distances
from springsim.energy.hessian import check_size, rigid_motions
from springsim.energy.stability import Stability, stability
from springsim.model.scene import Scene
from springsim.solvers.batch import settle_all
from springsim.validation.errors import SceneError, Words
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import EQUILIBRIA_SEEDS_MAX, EQUILIBRIA_SPRINGS_MAX, STABILITY_POINTS_MAX
from springsim.validation.positional import keyword_only
from springsim.validation.seeds import Seeds, checked_seeds

_ALIKE = 1e-4  # margins: how nearly distances agree in what counts as the same rest
_AT_ONCE = 2**22  # points of all starts, times points of a scene, that are settled together
_STARTS = 1_000  # that are settled together, at most
_SAMPLE = 10_000  # distances of a rest that are kept; where there are more, they are measured again when these agree


@dataclass(frozen=True, eq=False)
class Rest:
    """One resting state.

    Attributes
    ----------
    scene : Scene
        The scene at rest, as the first of its seeds reached it.
    loss : float
        Its sum loss.
    seeds : tuple of int
        The seeds that led there, ascending.
    """

    scene: Scene
    loss: float
    seeds: tuple[int, ...]

    @cached_property
    def stability(self) -> Stability:
        """How the loss curves there; computed when it is first asked for, and kept."""
        return stability(self.scene)


@dataclass(frozen=True, slots=True, eq=False)
class Equilibria:
    """The distinct resting states of a scene, those of least loss first; a sequence of `Rest`.

    Attributes
    ----------
    rests : tuple of Rest
        The states.
    unsettled : tuple of int
        Seeds that led to no equilibrium within the evaluations that `settle` allows.
    """

    rests: tuple[Rest, ...]
    unsettled: tuple[int, ...]

    def __len__(self) -> int:
        """Return the number of distinct states."""
        return len(self.rests)

    def __getitem__(self, k: int) -> Rest:
        """Return one of them."""
        return self.rests[k]

    def __iter__(self) -> Iterator[Rest]:
        """Go through them."""
        return iter(self.rests)


@keyword_only("seeds")
def equilibria(scene: Scene, *, seeds: Seeds = 20, progress: Progress | None = None) -> Equilibria:
    """Settle a scene from many random starts, and tell the resting states apart.

    Starts are `Scene.scattered`. Two rests count as the same if a rigid motion, a mirror or a relabelling of interchangeable
    points could make one of the other: their distances agree, those of similar pairs and those of dissimilar pairs that push,
    to 1e-4 margins. Where pinned points leave no rigid motion and each rest is isolated, the points must be at the same places
    besides, but for points of the same class in one another's.

    Parameters
    ----------
    scene : Scene
        The scene; its positions matter for pinned points only. At most 2000 points are free, and there are at most 2,000,000
        springs.
    seeds : int or sequence of int, optional
        How many starts, from seed 0 on, or which seeds; each once, at most 10,000.
    progress : callable, optional
        Called with the number of starts that are done and that of all, before the first and whenever some are: of a large
        scene after each, which takes seconds. What it raises ends the work, and goes on.

    Returns
    -------
    Equilibria

    Raises
    ------
    SceneError
        If `seeds` is refused, the scene is larger, or its law does not tell how the loss curves.

    Examples
    --------
    >>> import springsim as ss
    >>> ring = [(i, (i + 1) % 18) for i in range(18)]
    >>> found = ss.equilibria(ss.Scene.from_neighbours([(0, 0)] * 18, ring), seeds=20)
    >>> [round(rest.loss, 3) for rest in found][:2]  # open as a regular polygon; the others are knotted
    [1.844, 2.742]
    """
    checked_kind(scene, Scene, "equilibria({})")
    chosen = checked_seeds(seeds, EQUILIBRIA_SEEDS_MAX).tolist()
    _check_size(scene)
    whole = min(max(_AT_ONCE // max(len(scene), 1) ** 2, 1), _STARTS)
    groups: list[tuple[_Rested, list[int]]] = []
    unsettled: list[int] = []
    places = bool(scene.pinned.any()) and len(rigid_motions(scene)) == 0
    report = progress or (lambda done, total: None)
    report(0, len(chosen))
    for first in range(0, len(chosen), whole):
        some = chosen[first : first + whole]
        starts = np.array([scene.scattered(seed=seed).positions for seed in some]).reshape(len(some), len(scene), 2)
        rests = settle_all(scene, starts / scene.margin, np.full(len(some), scene.margin))
        for k, seed in enumerate(some):
            if not rests.converged[k]:
                unsettled.append(seed)
                continue
            here = _Rested(scene.replace(positions=rests.positions[k]), float(rests.loss[k]))
            for other, known in groups:
                if here.like(other, places=places):
                    known.append(seed)
                    break
            else:
                groups.append((here, [seed]))
        report(first + len(some), len(chosen))
    found = [Rest(r.scene, r.loss, tuple(sorted(known))) for r, known in groups]
    return Equilibria(tuple(sorted(found, key=lambda rest: (rest.loss, rest.seeds))), tuple(unsettled))


class _Rested:
    """One rest, and what tells it from others; where there are many distances or modes, only some of it is kept."""

    def __init__(self, scene: Scene, loss: float) -> None:
        self.scene, self.loss = scene, loss
        distances = self._measured()
        self._step = -(-len(distances) // _SAMPLE) or 1
        self._sample = distances[:: self._step].copy()

    def _measured(self) -> Floats:
        """Return the distances in margins, of similar and of pushing pairs, each ascending."""
        pairs = pair_distances(self.scene)
        d, reach = pairs.distance / self.scene.margin, self.scene.law.dissimilar.reach
        return np.concatenate([np.sort(d[pairs.similar]), np.sort(np.minimum(d[~pairs.similar], reach))])

    @cached_property
    def _loose(self) -> bool:
        """Whether the rest is not isolated."""
        return stability(self.scene).kind == "flat"

    def like(self, other: _Rested, *, places: bool) -> bool:
        """Tell whether it is the same rest; `places`: whether it is the same only at the same places, where it is isolated."""
        if not _agree(self._sample, other._sample) or (self._step > 1 and not _agree(self._measured(), other._measured())):
            return False
        return not places or other._loose or self._where(other)

    def _where(self, other: _Rested) -> bool:
        scene, x, y = self.scene, self.scene.positions, other.scene.positions
        for label in np.unique(scene.labels[~scene.pinned]):
            mine = ~scene.pinned & (scene.labels == label)
            nearest = np.hypot(*scene.space.shortest(x[mine][:, None] - y[mine]).transpose(2, 0, 1))
            if (nearest.min(axis=1) > _ALIKE * scene.margin).any() or (nearest.min(axis=0) > _ALIKE * scene.margin).any():
                return False
        return True


def _agree(one: Floats, other: Floats) -> bool:
    return bool(np.abs(one - other).max(initial=0.0) <= _ALIKE)


def _check_size(scene: Scene) -> None:
    """Refuse, before it is settled, a scene whose rests could not be told apart."""
    free, springs = int(np.count_nonzero(~scene.pinned)), sum(scene.springs.counts)
    if free > STABILITY_POINTS_MAX:
        raise SceneError("scene", Words(f"{free} free points"), f"at most {STABILITY_POINTS_MAX}")
    if springs > EQUILIBRIA_SPRINGS_MAX:
        raise SceneError("scene", Words(f"{springs} springs"), f"at most {EQUILIBRIA_SPRINGS_MAX}")
    check_size(scene)

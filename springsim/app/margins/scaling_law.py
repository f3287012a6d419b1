"""What a margin does to a scene, from its lengths alone: where the margin is the only one, it only rescales.

L(c x; c m) = c² L(x; m), so the equilibria at m are those at 1, m times as large. Another length ends that: the distance of two
pins, the radius of the circle, the spread of the start.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from springsim.model.domains import DomainId
from springsim.model.scene import Scene
from springsim.studies.sweep_runs import Start

Rule = Literal["empty", "none", "still", "pins", "free"] | DomainId
Also = Literal["", "scene", "continue", "offset"]


class Law(NamedTuple):
    """How the equilibria of a scene depend on the margin, as far as its lengths and its starts tell.

    Attributes
    ----------
    rule : str
        ``"empty"``: there are no points, or no springs. ``"none"``: there is no dissimilar spring, so nothing depends on the
        margin. ``"still"``: no point is free. ``"circle"`` and ``"pins"``: there is another length than the margin.
        ``"free"``: there is none, so the margin only rescales.
    length : float
        The other length: the radius, or the least distance of two pins; NaN where there is none.
    also : str
        A length that the start brings: ``"scene"`` and ``"continue"``, its spread; ``"offset"``, how far the only pin is from
        the middle of random starts.
    start : float
        That length.
    """

    rule: Rule
    length: float
    also: Also = ""
    start: float = np.nan

    @property
    def scales(self) -> bool:
        """Whether the curves of a sweep are the same at every margin, in units of the margin."""
        return self.rule == "free" and not self.also


def law(scene: Scene, start: Start) -> Law:
    """Return the law of a scene whose runs start so; see `springsim.sweep_margin`."""
    similar, dissimilar = scene.springs.counts
    if not len(scene) or not similar + dissimilar:
        return Law("empty", np.nan)
    if not dissimilar:
        return Law("none", np.nan)
    if scene.pinned.all():
        return Law("still", np.nan)
    if scene.space.length is not None:
        return Law(scene.domain, scene.space.length)
    places = np.unique(scene.positions[scene.pinned], axis=0)
    rule: Rule = "pins" if len(places) > 1 else "free"
    length = _least_distance(places) if len(places) > 1 else np.nan
    if start != "random":
        spread = float(np.hypot(*np.ptp(scene.positions, axis=0)))
        return Law(rule, length, start, spread) if spread > 0.0 else Law(rule, length)
    offset = float(np.hypot(*places[0])) if len(places) == 1 else 0.0
    return Law(rule, length, "offset", offset) if offset > 0.0 else Law(rule, length)


def _least_distance(places: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """Return the distance of the two nearest of some places."""
    apart = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
    return float(apart[np.triu_indices(len(places), 1)].min())

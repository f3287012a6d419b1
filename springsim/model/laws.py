"""Pair laws as values: how the loss of one pair, similar or dissimilar, depends on its distance and the margin.

The springs of the paper are one of them, and what every scene has unless asked otherwise. Another law is a row in `_LAWS` here;
kernels that are made for the springs of the paper are then left aside for one that takes any law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType
from typing import Final

import numpy as np

from springsim.arrays import Bools, Floats
from springsim.model import losses
from springsim.validation.checks import checked_word
from springsim.validation.errors import SceneError

Curve = Callable[[Floats, "Floats | float"], Floats]


@dataclass(frozen=True, slots=True)
class Partial:
    """What a law says of one kind of pair, as functions of distances d ≥ 0 and the margin m, arrays or numbers that broadcast.

    Each is a function of a module, so that a scene can go to another process.

    Attributes
    ----------
    loss : callable
        φ(d), never negative, in the unit of the loss.
    slope : callable
        φ'(d), the tension of the spring: positive pulls the pair together, negative pushes it apart. At d = 0 its limit.
    bound : float or None
        κ with φ'' ≤ κ everywhere and no jump of φ' upward, and φ'(0) ≤ 0; None where there is none.
    reach : float, optional
        Margins from which on there is neither loss nor slope.
    curvature : callable, optional
        φ''(d), at a jump that of the outer side; none where it does not tell how the loss bends, as at kinks.
    secant : callable, optional
        φ'(d)/d, where there is a better way to it than to divide.
    constant : float, optional
        k where φ'(d) = k d at every distance, k > 0: a spring of rest length 0, whose force is linear in the positions.
    """

    loss: Curve
    slope: Curve
    bound: float | None
    reach: float = inf
    curvature: Curve | None = None
    secant: Curve | None = None
    constant: float | None = None

    def across(self, distance: Floats, margin: Floats | float) -> Floats:
        """Return φ'(d)/d, the curvature across a pair at distances d > 0."""
        return self.slope(distance, margin) / distance if self.secant is None else self.secant(distance, margin)


@dataclass(frozen=True, slots=True)
class PairLaw:
    """A law of force between pairs.

    Attributes
    ----------
    id : str
        Its name in calls, files and links.
    similar, dissimilar : Partial
        Of either kind of pair.
    """

    id: str
    similar: Partial
    dissimilar: Partial

    def of(self, *, similar: bool) -> Partial:
        """Return what it says of one kind of pair."""
        return self.similar if similar else self.dissimilar

    @property
    def bound(self) -> float | None:
        """κ of all its springs, None without: a step η < 2/(κ λ) never raises the loss, λ as in `Springs.stiffness`."""
        if self.similar.bound is None or self.dissimilar.bound is None:
            return None
        return max(self.similar.bound, self.dissimilar.bound)

    @property
    def curved(self) -> bool:
        """Whether it tells how the loss bends."""
        return self.similar.curvature is not None and self.dissimilar.curvature is not None

    def loss(self, distance: Floats, similar: Bools, margin: float) -> Floats:
        """Return the partial loss of each of some pairs, of which it is told whether they are similar."""
        return np.where(similar, self.similar.loss(distance, margin), self.dissimilar.loss(distance, margin))

    def slope(self, distance: Floats, similar: Bools, margin: float) -> Floats:
        """Return the tension of each of some pairs, of which it is told whether they are similar."""
        return np.where(similar, self.similar.slope(distance, margin), self.dissimilar.slope(distance, margin))


def _similar_loss(d: Floats, m: Floats | float) -> Floats:
    return losses.similar_loss(d)


def _similar_slope(d: Floats, m: Floats | float) -> Floats:
    return losses.similar_slope(d)


def _one(d: Floats, m: Floats | float) -> Floats:
    return np.ones(np.shape(d))


def _pushes(d: Floats, m: Floats | float) -> Floats:
    return np.where(d < m, 1.0, 0.0)


def _push_secant(d: Floats, m: Floats | float) -> Floats:
    return np.where(d < m, -(m / d - 1.0), 0.0)


#: The springs of the paper, eqs. 6 to 9: ½ d² and ½ max(0, m − d)².
CONTRASTIVE: Final = PairLaw(
    "contrastive",
    Partial(_similar_loss, _similar_slope, 1.0, curvature=_one, secant=_one, constant=1.0),
    Partial(losses.dissimilar_loss, losses.dissimilar_slope, 1.0, 1.0, curvature=_pushes, secant=_push_secant),
)

_LAWS: Final[Mapping[str, PairLaw]] = MappingProxyType({law.id: law for law in (CONTRASTIVE,)})


def names() -> tuple[str, ...]:
    """Return the ids of all laws."""
    return tuple(_LAWS)


def get(id: str) -> PairLaw:
    """Return the law of an id.

    Raises
    ------
    SceneError
        If there is none.
    """
    return _LAWS[checked_word("law", id, tuple(_LAWS))]


def checked_law(law: object) -> PairLaw:
    """Return a law given by its id or as a value, or raise `SceneError`."""
    return law if isinstance(law, PairLaw) else get(law)  # type: ignore[arg-type]


def id_in_file(law: PairLaw) -> str:
    """Return the id by which a file or a link gives back this law.

    Raises
    ------
    SceneError
        If no law of `names` is equal to it: no id tells what it is.
    """
    if _LAWS.get(law.id) != law:
        raise SceneError("law", law.id, "a law that has an id, to be written: " + ", ".join(f'"{name}"' for name in _LAWS))
    return law.id


def checked_curved(law: PairLaw) -> PairLaw:
    """Return the law, or raise `SceneError` where it does not tell how the loss bends."""
    if not law.curved:
        raise SceneError("law", law.id, "a law of which the curvature is known")
    return law

"""What every kernel answers or refuses, and the one convention they share: the push of coincident dissimilar points."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.model.conventions import COINCIDENT_SQUARED
from springsim.model.domains import Domain
from springsim.validation.errors import SceneError, Words

_COINCIDENT: Final = COINCIDENT_SQUARED**0.5


class Sums(NamedTuple):
    """Sums over all springs: similar and dissimilar part of the loss, and the number of dissimilar springs that push.

    Those that push by less than `REST` margins have come to rest and are not counted.
    """

    similar: float
    dissimilar: float
    pushing: int


class Kernel(Protocol):
    """Evaluates one set of springs, at one margin, at any positions."""

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """Write −∂loss/∂positions, on the circle too, into `forces`, both of shape (n, 2), and return the sums."""
        ...


def moving(pairs: Ints, held: Bools | None) -> Ints:
    """Return those of listed pairs, (k, 2), that do not end at two points that are held."""
    return pairs if held is None else pairs[~held[pairs].all(axis=1)]


def check_pairs(points: int, pairs: int, most: int) -> None:
    """Refuse, before the first of them is looked at, more pairs than `most`, which is some limit of `PUSHES`.

    Raises
    ------
    SceneError
        If there are more.
    """
    if pairs > most:
        given = Words(f"{points} points, with {pairs} pairs near each other")
        raise SceneError("scene", given, f"at most {most} such pairs")


def turned(along: Floats, x: Floats, space: Domain) -> Floats:
    """Return pushes along differences of `Domain.marks` as pushes in the plane, (2, k), of points at `x`, (2, k)."""
    return along if space.dimensions == 2 else along[0] * np.stack([-x[1], x[0]])


def squared(d: Floats, squares: Floats) -> None:
    """Write the squared distances of the displacements `d` into ``squares[0]``, both (2, …)."""
    np.multiply(d, d, out=squares)
    np.add(squares[0], squares[1], out=squares[0])


def hinges(d: Floats, margin: float, distance: Floats, hinge: Floats) -> bool:
    """Compute distances and max(0, m − d) of dissimilar pairs into buffers: minus the slope of `laws.CONTRASTIVE`, no other.

    Parameters
    ----------
    d : (2, …) ndarray
        Displacements along x and y; those of coincident pairs are set to zero.
    margin : float
        The margin m.
    distance : (…) ndarray
        Squared distances; `OUT_OF_REACH` for pairs that have no dissimilar spring. On return the distances, at least 1e-140.
    hinge : (…) ndarray
        Buffer; on return max(0, m − distance).

    Returns
    -------
    bool
        Whether some pair coincides; the caller owes those their push.
    """
    coincide = bool(distance.min(initial=1.0) <= COINCIDENT_SQUARED)
    if coincide:
        d *= distance > COINCIDENT_SQUARED
        np.maximum(distance, COINCIDENT_SQUARED, out=distance)
    np.sqrt(distance, out=distance)
    np.subtract(margin, distance, out=hinge)
    np.maximum(hinge, 0.0, out=hinge)
    return coincide


def coincides(distance: Floats) -> Bools:
    """Tell which of the distances left by `hinges` belong to coincident pairs."""
    same: Bools = distance <= _COINCIDENT * (1 + 1e-9)
    return same


def moved(positions: Floats, before: Floats) -> float:
    """Return how far the point went that went farthest, of positions (n, 2)."""
    d = positions - before
    return float(np.sqrt(np.einsum("ij,ij->i", d, d).max(initial=0.0)))

"""What every kernel answers, and the one convention they share: the push of coincident dissimilar points."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: Squared distances up to this count as zero: below, dx² and dy² leave the range of normal floats and directions lose meaning.
COINCIDENT_SQUARED: Final = 1e-280
#: Squared distance at which no margin reaches; its root is finite, and so are products with it.
OUT_OF_REACH: Final = 1e300
REST: Final = 1e-6
_COINCIDENT: Final = COINCIDENT_SQUARED**0.5
_GOLDEN_ANGLE: Final = np.pi * (3.0 - np.sqrt(5.0))


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


def coincident_direction(i: Ints, j: Ints, at: Floats | None = None) -> Floats:
    """Return the unit direction, shape (2, …), in which point i is pushed off point j when both are at the same place.

    It is the direction from place j to place i on a sunflower spiral, where no two places are the same: antisymmetric in i
    and j, another one for every pair, and the push of a whole crowd spreads it evenly. On the circle, where `at` of shape
    (2, …) is the place, it is along the circle, counter-clockwise for the higher index: nothing else could part the two.
    """
    if at is not None:
        along: Floats = np.sign(i - j) * np.stack([-at[1], at[0]])
        return along
    apart = sunflower(i) - sunflower(j)
    apart /= np.hypot(*apart)
    return apart


def sunflower(k: Ints) -> Floats:
    """Return places on a sunflower spiral, (2, …), no two of which are the same."""
    radius, angle = np.sqrt(k + 0.5), k * _GOLDEN_ANGLE
    spiral: Floats = radius * np.array([np.cos(angle), np.sin(angle)])
    return spiral


def squared(d: Floats, squares: Floats) -> None:
    """Write the squared distances of the displacements `d` into ``squares[0]``, both (2, …)."""
    np.multiply(d, d, out=squares)
    np.add(squares[0], squares[1], out=squares[0])


def hinges(d: Floats, margin: float, distance: Floats, hinge: Floats) -> bool:
    """Compute distances and max(0, m − d) of dissimilar pairs into buffers.

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
    return distance <= _COINCIDENT * (1 + 1e-9)


def moved(positions: Floats, before: Floats) -> float:
    """Return how far the point went that went farthest, of positions (n, 2)."""
    d = positions - before
    return float(np.sqrt(np.einsum("ij,ij->i", d, d).max(initial=0.0)))

"""The conventions where the loss has a corner: at the hinge, and between coincident dissimilar points."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Floats, Ints

#: Squared distances up to this count as zero: below, dx² and dy² leave the range of normal floats and directions lose meaning.
COINCIDENT_SQUARED: Final = 1e-280

#: Squared distance at which no margin reaches; its root is finite, and so are products with it.
OUT_OF_REACH: Final = 1e300

REST: Final = 1e-6

_GOLDEN_ANGLE: Final = np.pi * (3.0 - np.sqrt(5.0))


def coincident_direction(i: Ints, j: Ints) -> Floats:
    """Return the unit direction, shape (2, …), in which point i is pushed off point j in the plane, both at the same place.

    It is the direction from place j to place i on a sunflower spiral, where no two places are the same: antisymmetric in i
    and j, another one for every pair, and the push of a whole crowd spreads it evenly.
    """
    apart = sunflower(i) - sunflower(j)
    apart /= np.hypot(*apart)
    return apart


def sunflower(k: Ints) -> Floats:
    """Return places on a sunflower spiral, (2, …), no two of which are the same."""
    radius, angle = np.sqrt(k + 0.5), k * _GOLDEN_ANGLE
    spiral: Floats = radius * np.array([np.cos(angle), np.sin(angle)])
    return spiral

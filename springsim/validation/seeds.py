"""Seeds of random starts: a number of them, or which."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from springsim.validation.checks import checked_array, checked_integer, is_listed
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import SEED_MAX

Seeds = int | Sequence[int] | npt.NDArray[np.int64]


def checked_seeds(seeds: object, most: int) -> npt.NDArray[np.int64]:
    """Return seeds, (s,): those of a sequence, or 0, 1, … where `seeds` is how many there are.

    Raises
    ------
    SceneError
        If it is neither, or if there are none, more than `most`, or the same twice.
    """
    what = f"at least one, all different, whole numbers from 0 to {SEED_MAX}"
    if isinstance(seeds, int | np.integer) and not isinstance(seeds, bool):
        return np.arange(checked_integer("seeds", seeds, 1, most), dtype=np.int64)
    if not is_listed(seeds):
        raise SceneError("seeds", seeds, f"a whole number from 1 to {most}, how many, or a sequence of seeds: {what}")
    array = checked_array("seeds", seeds, columns=None, kinds="iu", most=most, what=what)
    if not len(array):
        raise SceneError("seeds", Words("none"), what)
    first = np.zeros(len(array), np.bool_)
    first[np.unique(array, return_index=True)[1]] = True
    wrong = np.flatnonzero((array < 0) | (array > SEED_MAX) | ~first)
    if wrong.size:
        raise SceneError(f"seeds[{wrong[0]}]", int(array[wrong[0]]), what)
    return np.array(array, dtype=np.int64)

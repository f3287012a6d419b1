"""Types of arrays, and of what many functions take."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: Called with how much is done, and of how much.
Progress = Callable[[int, int], object]

"""Times of several calls, taken in turns within one run, and what they come to: medians with quartiles."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Spread(NamedTuple):
    """A median, and the quartiles below and above it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: npt.ArrayLike) -> Spread:
        """Return the spread of some values."""
        low, median, high = np.quantile(np.asarray(values, dtype=np.float64), [0.25, 0.5, 0.75]).tolist()
        return cls(median, low, high)


def turns(*calls: Callable[[], object], rounds: int, least: float = 0.0) -> Floats:
    """Return seconds per call, (calls, rounds), taken in turns so that a busy moment hits all of them.

    Parameters
    ----------
    *calls : callable
        What is timed.
    rounds : int
        How often each has its turn.
    least : float, optional
        Seconds that a turn lasts at least: a shorter call is repeated in it. Then each is also called once before, so that
        whatever is compiled or built on first use is not counted.
    """
    repeats = [1 if least == 0.0 else _repeats(call, least) for call in calls]
    times = np.empty((len(calls), rounds))
    for turn in range(rounds):
        for k, (call, repeat) in enumerate(zip(calls, repeats, strict=True)):
            start = perf_counter()
            for _ in range(repeat):
                call()
            times[k, turn] = (perf_counter() - start) / repeat
    return times


def interleaved(*calls: Callable[[], object], rounds: int) -> list[float]:
    """Return the median time of each call in seconds, taken in turns so that a busy moment hits all of them."""
    medians: list[float] = np.median(turns(*calls, rounds=rounds), axis=1).tolist()
    return medians


def _repeats(call: Callable[[], object], least: float) -> int:
    call()
    start = perf_counter()
    call()
    return max(1, int(np.ceil(least / max(perf_counter() - start, 1e-7))))

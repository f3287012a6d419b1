"""What is shown of a sweep: of which scene it is, how its margins are called, and which run stands for the others."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from springsim.app.margins.sweeps import SweepResult
from springsim.model import presets

OWN: Final = "playground"  #: in place of a preset: the scene there
RUNS: Final = ("lowest", "median", "highest")  #: of the runs at a margin, by their loss


class Shown(NamedTuple):
    """A sweep that is shown.

    Attributes
    ----------
    name : str
        Preset that the scene is, or `OWN`.
    found : Found
        What was found of it.
    """

    name: str
    result: SweepResult

    @property
    def preset(self) -> str:
        """The preset, empty for none."""
        return "" if self.name == OWN else self.name

    @property
    def focus(self) -> int | None:
        """The point from which the scene is best seen, if any."""
        return presets.get(self.preset).focus if self.preset else None


def run_of(result: SweepResult, margin: int, wanted: str | int) -> int:
    """Return the index of the seed whose run is shown at a margin: one of `RUNS`, or the seed itself."""
    if isinstance(wanted, int):
        return min(wanted, result.request.seeds - 1)
    order = np.argsort(result.sweep.loss[margin], kind="stable")
    return int(order[{"lowest": 0, "median": (len(order) - 1) // 2, "highest": len(order) - 1}[wanted]])


def margin_names(result: SweepResult) -> list[str]:
    """Return the margins for reading, all different; on the way up and down with an arrow."""
    margins, turn = result.sweep.margins, result.sweep.turn
    rising = margins[: turn + 1].tolist()
    written = ([f"{m:.{digits}g}" for m in rising] for digits in range(3, 18))
    names = next(names for names in written if len(set(names)) == len(rising))
    if turn == len(margins) - 1:
        return names
    return [f"{m} ↑" for m in names] + [f"{m} ↓" for m in names[-2::-1]]

"""A line of the results: what was measured, against what, and whether the goal was reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from benchmarks.measure import Spread

Unit = Literal["× faster", "× as long", "", "GB", "ms"]

#: How to get what a benchmark needs and springsim does not.
PIP, NPM = "needs: pip install -r benchmarks/requirements.txt", "needs: npm ci --prefix benchmarks"


class Goal(NamedTuple):
    """A number that was set out to be reached."""

    at: Literal["≥", "≤"]
    number: float


class Point(NamedTuple):
    """A point of the chart: how long one evaluation took."""

    panel: Literal["dense", "constant"]
    series: Literal["broadcasting", "NumPy", "compiled", "cKDTree", "limit"]
    n: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the results.

    Attributes
    ----------
    work, against : str
        What was measured, and what it is compared with.
    ours, theirs : Spread, optional
        Seconds of both.
    value : Spread, optional
        What the goal is about, in `unit`; None where it was not measured.
    goal : Goal, optional
        None where a number is for information.
    note : str, optional
        What else there is to know.
    missing : str, optional
        Why it was not measured.
    """

    work: str
    against: str
    unit: Unit
    ours: Spread | None = None
    theirs: Spread | None = None
    value: Spread | None = None
    goal: Goal | None = None
    note: str = ""
    missing: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the median reaches the goal; None without goal or measurement."""
        if self.goal is None or self.value is None:
            return None
        at, number = self.goal
        return self.value.median >= number if at == "≥" else self.value.median <= number

    @property
    def verdict(self) -> str:
        """Whether the goal is reached, and by how much."""
        if self.value is None:
            return "not measured"
        if self.goal is None:
            return ""
        at, number = self.goal
        margin = self.value.median / number if at == "≥" else number / self.value.median
        if self.reached:
            return f"reached, {digits(margin)} × better"
        return f"**not reached**, {digits(1.0 / margin)} × short"

    @property
    def measured(self) -> str:
        """The value with its quartiles."""
        if self.value is None:
            return self.missing
        median, low, high = (digits(number) for number in self.value)
        unit = f" {self.unit}" if self.unit else ""
        return f"{median}{unit}" if median == low == high else f"{median}{unit} ({low} – {high})"

    @property
    def aim(self) -> str:
        """The goal in words."""
        return "" if self.goal is None else f"{self.goal.at} {self.goal.number:g}{f' {self.unit}' if self.unit else ''}"

    def line(self) -> str:
        """Return the row as it is printed."""
        if self.value is None:
            return f"{self.work}, against {self.against}: not measured; {self.missing}"
        times = " against ".join(duration(spread) for spread in (self.ours, self.theirs) if spread)
        goal = (
            f"; goal {self.aim}: {self.verdict.replace('**', '').upper() if not self.reached else self.verdict}"
            if self.goal
            else ""
        )
        note = f"; {self.note}" if self.note else ""
        return f"{self.work}, against {self.against}: {self.measured}{f' [{times}]' if times else ''}{goal}{note}"


def missing(work: str, against: str, unit: Unit, goal: Goal | None, why: str) -> Row:
    """Return the row of what could not be measured."""
    return Row(work=work, against=against, unit=unit, goal=goal, missing=why)


def digits(number: float) -> str:
    """Return a number with as many digits as it is worth."""
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:.3g}"


def duration(spread: Spread) -> str:
    """Return a median time in the unit that suits it."""
    seconds = spread.median
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{digits(seconds / size)} {unit}"
    return f"{digits(seconds / 1e-6)} µs"


def count(n: int) -> str:
    """Return a number of points as it is written: 200, 5000, 10⁵, 3·10⁵."""
    power = len(str(n)) - 1
    if n < 10_000 or n % 10**power:
        return str(n)
    raised = f"10{str(power).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
    return raised if n == 10**power else f"{n // 10**power}·{raised}"

"""RESULTS.md: the rows of a run, the machine it ran on, and what they mean."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.force import HERE, node
from benchmarks.table import Row, duration

_HEAD = """\
# Results

Written by `python benchmarks/run.py --write`, from what one run measured: all ways in turns, one thread, medians with quartiles
in brackets, after all had been found to give the same to nine digits. Nothing here is typed in by hand but the words.

![Seconds for an evaluation over the number of points, for broadcasting, springsim and cKDTree](results.svg)
"""

_MEANING = """\
## What is measured

- *Loss + forces*: `kernel.evaluate` of a kernel made before, as `simulate` and `settle` use it, all points in a disc of
  diameter m, so that every dissimilar pair pushes. The public `ss.loss` and `ss.forces` make a kernel each time.
- *The divider's limit*: a loop of one √ and one ÷ for every dissimilar pair, compiled by Numba, vectorised (its machine code is
  looked at), data in the first-level cache. It loads, compares and adds nothing.
- *Random classes*: 200 points, normally distributed with 0.7 m along x and y, labels at random. All come to rest where no force
  exceeds 1e-9 m, by the forces of broadcasting; PyTorch looks in every tenth step only. d3-force solves another problem, with
  the same points and its links where pairs are similar; it is timed in node, warm, without making its nodes.
- *Local classes*: classes of ten points, normally distributed with 0.5 m about centres on a grid, each moved at random within
  its cell; 20 others are within m of a point, 40 where classes are crowded. At rest each class is in one place, none within m
  of another: those that are crowded push each other outwards on their way there.
- *Growth*: local classes. Positions change by 0.3 m between evaluations, so that no list of pairs can be kept; within `settle`
  it is kept while points move little.
"""

_OTHERS = """\
## Where others are faster

- With a handful of points broadcasting is as quick as we are, and with a few hundred of which few are within the margin cKDTree
  is quicker: below a thousand points we compute every pair.
- Where very many points are all within the margin, an approximate sum wins: d3-force replaces distant points by their centre,
  and its tick grows with n log n, an exact evaluation with n². We have no such approximation.
- PyTorch takes any loss, any network, all cores and a graphics card, d3-force any mixture of forces; all was measured on one
  thread, and nothing here says how they fare otherwise. Nor is the time counted that Numba takes to load and, once, to compile.
"""


_WHY = """\
## Why some goals are not reached, and what was tried

- *NumPy only, 5000 points in many classes.* A pair takes some 3.4 ns, of which NumPy's √ is 1.2 ns on this processor, as long
  as with vectors of two numbers, where compiled loops use eight. Distances and sums as products of matrices had already
  brought it down from 5 ns. Tiles from 64 to 512 KB made little difference; by the time of each pass a √ in single precision
  with a Newton step, powers and logarithms would not be faster. In two classes a quarter of broadcasting's n² pairs are left
  to compute, and the goal is reached.
- *settle in two classes, against descent and PyTorch.* Descent needs only some 45 steps there. Gathering the classes once
  nothing pushes them, and the compact form of the quasi-Newton step, took settle from 23 evaluations to 13, and to half the
  time. What is left is some 110 µs an evaluation by NumPy and 70 µs compiled, more than half of it calls into NumPy.
- *A whole trajectory for the board.* It is plain descent, at a fifth of the stable step so that motion looks smooth: some 200
  steps in two classes and 600 in five. A step cannot take less than its evaluation, 65 and 110 µs by NumPy, 14 and 18 µs
  compiled. While a point is dragged the board asks for a few steps only, so that it does not wait for this.
- *d3-force, ten classes, NumPy only.* It has a fifth of the links there, and we have nearly twice the dissimilar pairs.
"""


def text(groups: Mapping[str, Sequence[Row]]) -> str:
    """Return RESULTS.md: titles of groups, and the rows of each."""
    parts = [_HEAD, _goals([row for rows in groups.values() for row in rows])]
    for title, rows in groups.items():
        parts.append(f"## {title}\n\n{_table(rows)}")
    return "\n".join([*parts, _MEANING, _WHY, _OTHERS, _machine()])


def _goals(rows: Sequence[Row]) -> str:
    with_goal = [row for row in rows if row.goal]
    reached = sum(row.reached is True for row in with_goal)
    unmeasured = sum(row.value is None for row in with_goal)
    short = [row for row in with_goal if row.reached is False]
    missed = [f"- {row.work}, against {row.against}: {row.measured}, goal {row.aim}" for row in short]
    first = f"{reached} of {len(with_goal)} goals are reached"
    first += f", {unmeasured} could not be measured." if unmeasured else "."
    return "\n".join([first, *(["Not reached:", "", *missed] if missed else []), ""])


def _table(rows: Sequence[Row]) -> str:
    lines = ["| work | against | ours | theirs | measured | goal | |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        work = row.work + (f"<br><sub>{row.note}</sub>" if row.note else "")
        ours, theirs = (duration(spread) if spread else "" for spread in (row.ours, row.theirs))
        lines.append(f"| {work} | {row.against} | {ours} | {theirs} | {row.measured} | {row.aim} | {row.verdict} |")
    return "\n".join([*lines, ""])


def _machine() -> str:
    versions = [f"Python {platform.python_version()}", *filter(None, map(_version, ("numpy", "numba", "scipy", "torch")))]
    found = node()
    if found:
        versions.append(
            f"node {subprocess.run([found, '--version'], capture_output=True, text=True).stdout.strip().lstrip('v')}"
        )
    force = HERE / "node_modules" / "d3-force" / "package.json"
    if force.exists():
        versions.append(f"d3-force {json.loads(force.read_text())['version']}")
    cores = f"{os.cpu_count()} cores, one of them used"
    return f"## Machine\n\n{_processor()}, {cores}; {platform.system()} {platform.machine()}; {', '.join(versions)}.\n"


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    """Return the name of the processor, with family and model: a virtual machine's name may say little."""
    path = Path("/proc/cpuinfo")
    lines = [line.partition(":") for line in path.read_text().splitlines()] if path.exists() else []
    said = {name.strip(): value.strip() for name, _, value in reversed(lines)}
    if "model name" not in said:
        return platform.processor() or platform.machine()
    return f"{said['model name']} (family {said.get('cpu family', '?')}, model {said.get('model', '?')})"

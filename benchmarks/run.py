"""All ratios of springsim against other ways of doing the same, in one run, beside the goals.

Run with ``python benchmarks/run.py``; ``--write`` writes RESULTS.md and results.svg. It needs
``pip install -r benchmarks/requirements.txt`` and ``npm ci --prefix benchmarks``, and says what it leaves out without them. All
ways are first found to give the same.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):  # before NumPy is imported, which asks for it but once
    os.environ[f"{library}_NUM_THREADS"] = "1"

from benchmarks import board, evaluations, report, settling  # noqa: E402
from benchmarks.table import Point, Row  # noqa: E402


def loaded(quick: bool) -> Iterator[Row]:
    """Yield what a process does that has loaded compiled kernels; last of all, since it uses them from then on."""
    yield from settling.after_load(quick)
    yield from board.answers(quick, "compiled (after kernels.load)")


GROUPS: dict[str, tuple[str, Callable[[bool], Iterator[Row | Point]]]] = {
    "broadcasting": ("Loss and forces, NumPy only", evaluations.against_broadcasting),
    "divider": ("Loss and forces, compiled", evaluations.against_divider),
    "descent": ("settle against gradient descent", settling.against_descent),
    "torch": ("settle against PyTorch", settling.against_torch),
    "force": ("settle against d3-force", settling.against_force),
    "local": ("settle, very many points", settling.of_local_classes),
    "growth": ("Growth and memory", evaluations.growth),
    "board": ("The board", board.rows),
    "others": ("For information", evaluations.where_others_win),
    "curves": ("The chart", evaluations.curves),
    "loaded": ("In a process that loads compiled kernels for smaller scenes too, as the app's server does", loaded),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=GROUPS, metavar="NAME", help=f"some of: {', '.join(GROUPS)}")
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md and results.svg")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and points, to see that all works")
    asked = parser.parse_args()
    if asked.write and (asked.only or asked.quick):
        parser.error("--write is for a whole run, without --only and --quick")
    rows: dict[str, list[Row]] = {}
    points: list[Point] = []
    for name in asked.only or GROUPS:
        title, measure = GROUPS[name]
        print(f"-- {title}", flush=True)
        for result in measure(asked.quick):
            if isinstance(result, Point):
                points.append(result)
            else:
                rows.setdefault(title, []).append(result)
                print(result.line(), flush=True)
    if asked.write:
        from benchmarks import chart  # Matplotlib is needed for nothing else

        chart.draw(points, ROOT / "benchmarks" / "results.svg")
        (ROOT / "benchmarks" / "RESULTS.md").write_text(report.text(rows), encoding="utf-8")


if __name__ == "__main__":
    main()

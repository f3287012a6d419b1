"""How fast sweeps are: a batch against a loop of settle, two processes against one, and what a chunk costs to send.

Run with ``python benchmarks/margins.py``. Nothing is asserted but that all ways give the same result.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import springsim as ss  # noqa: E402  (the checkout, installed or not)
from springsim.studies.sweep_runs import Start  # noqa: E402

MARGINS = np.linspace(0.2, 3.0, 57)
SEEDS = range(20)


def loop_of_settle(scene: ss.Scene) -> npt.NDArray[np.float64]:
    """Return the losses, (k, s), of settling each run by itself."""
    starts = [[scene.replace(margin=float(m)).scattered(seed=seed) for seed in SEEDS] for m in MARGINS]
    return np.array([[ss.settle(start).loss for start in row] for row in starts])


def compare_loop(name: str, scene: ss.Scene) -> None:
    """Print how much faster a sweep is than a loop of settle, from the same starts."""
    begin = perf_counter()
    sweep = ss.sweep_margin(scene, MARGINS, seeds=SEEDS, start="random")
    fast = perf_counter() - begin
    begin = perf_counter()
    losses = loop_of_settle(scene)
    slow = perf_counter() - begin
    assert sweep.converged.all()
    alike = np.abs(sweep.loss - losses) <= 1e-9 * MARGINS[:, None] ** 2
    print(
        f"{name}, {len(MARGINS)} margins × {len(SEEDS)} seeds: {fast:.2f} s, a loop of settle {slow:.2f} s, "
        f"{slow / fast:.1f} x faster; {alike.mean():.0%} of the runs end in the same rest"
    )


def compare_processes(scene: ss.Scene, seeds: range, start: Start) -> None:
    """Print how much faster two processes are than one."""
    with ProcessPoolExecutor(2) as pool:
        ss.sweep_margin(scene, MARGINS[:2], seeds=range(400), start="random", executor=pool)  # both are up, and have imported
        times = {1: np.inf, 2: np.inf}
        for _ in range(3):
            for processes in times:
                begin = perf_counter()
                sweep = ss.sweep_margin(scene, MARGINS, seeds=seeds, start=start, executor=pool if processes == 2 else None)
                times[processes] = min(times[processes], perf_counter() - begin)
    runs = sweep.done.size
    print(
        f"ring of 18, start={start!r}, {runs} runs: one process {times[1]:.2f} s, two {times[2]:.2f} s, "
        f"{times[1] / times[2]:.2f} x faster; {1e3 * times[1] / runs:.2f} ms a run"
    )


def main() -> None:
    """Print all."""
    compare_loop("ring of 18", ss.presets.load("ring"))
    compare_loop("ring of 18 on the circle", ss.presets.load("ring").replace(domain="circle"))
    compare_loop("gate, 4 points", ss.presets.load("gate"))
    compare_loop("chain of 8", ss.presets.load("chain"))
    compare_loop("five classes, 40 points", ss.presets.load("five-classes"))
    for start, seeds in (("random", range(100)), ("continue", range(100))):
        compare_processes(ss.presets.load("ring"), seeds, start)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()

"""How fast figures and animations are made, beside what was set out: in seconds, and as ratios within one run.

Run with ``python benchmarks/figures.py``. Nothing is asserted but that what is made is whole.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import springsim as ss  # noqa: E402  (the checkout, installed or not)
from springsim import figures  # noqa: E402
from springsim.board import player  # noqa: E402
from springsim.export.animation import movie  # noqa: E402

#: What was set out: seconds for the figures and for the GIF, bytes for the page.
FIGURES_GOAL, GIF_GOAL, PAGE_GOAL = 3.0, 10.0, 3_000_000
FRAMES, POINTS, MARGINS = 120, 50, 21


def seconds(call: Callable[[], object], rounds: int = 3) -> float:
    """Return how long a call takes at its best, when the machine is least busy with other things."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)


def fresh(*arguments: str) -> float:
    """Return how long a new process of Python takes."""
    return seconds(lambda: subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True))


def classes() -> ss.Scene:
    rng = np.random.default_rng(0)
    return ss.Scene.from_labels(rng.normal(scale=0.8, size=(POINTS, 2)), np.arange(POINTS) % 5)


def against(goal: float, value: float) -> str:
    return f"{value / goal:.2f} of the goal" if value <= goal else f"{value / goal:.2f} of the goal: MISSED"


def draw_all() -> None:
    for panel in (None, *figures.PANELS):
        figures.picture(figures.figure2(panel), "svg")
    figures.picture(figures.figure1(), "svg")


def compare_figures() -> None:
    with TemporaryDirectory() as folder:
        names = ["fig1", "fig2", *(f"fig2{panel}" for panel in figures.PANELS)]
        only = [word for name in names for word in ("--only", name)]
        whole = fresh("-m", "springsim", "figures", "--out", folder, "--force", *only)
        assert len(list(Path(folder).glob("*.svg"))) == len(names) == 7
    start = fresh("-c", "import matplotlib.figure, matplotlib.backends.backend_svg")
    drawing = seconds(draw_all)
    print(
        f"seven figures as SVG, in a new process: {whole:.2f} s (goal {FIGURES_GOAL:g} s; {against(FIGURES_GOAL, whole)}); "
        f"starting Matplotlib alone: {start:.2f} s, {whole / start:.1f} x; drawing alone: {drawing:.2f} s"
    )


def paint(run: ss.Trajectory) -> None:
    """Draw the frames of a GIF and do nothing with them."""
    film = figures.Film(run)
    canvas: Any = FigureCanvasAgg(film.figure)
    for frame in np.linspace(0, len(run) - 1, FRAMES).round().astype(int).tolist():
        film.draw(frame)
        canvas.draw()


def compare_gif(run: ss.Trajectory) -> None:
    made = [b""]

    def make() -> None:
        made[0] = movie(run, "gif", frames=FRAMES)

    drawn, taken = seconds(lambda: paint(run), rounds=2), seconds(make, rounds=2)
    assert made[0].startswith(b"GIF89a")
    print(
        f"GIF, {FRAMES} frames of {POINTS} points, 960 x 720: {taken:.1f} s (goal {GIF_GOAL:g} s; {against(GIF_GOAL, taken)}), "
        f"{taken / FRAMES * 1e3:.0f} ms a frame, {taken / drawn:.2f} x only drawing them; {len(made[0]) / 1e6:.2f} MB"
    )


def compare_page(run: ss.Trajectory) -> None:
    runs = player.runs(run)
    assert len(runs) == MARGINS
    simulated, packed = seconds(lambda: player.runs(run)), seconds(lambda: player.page(runs))
    size, one = len(player.page(runs).encode()), len(player.page(runs[:1]).encode())
    print(
        f"HTML, {POINTS} points at {MARGINS} margins: {size / 1e6:.2f} MB "
        f"(goal {PAGE_GOAL / 1e6:g} MB; {against(PAGE_GOAL, size)}), "
        f"{size / one:.1f} x that of one margin; simulated in {simulated:.1f} s, written in {packed:.2f} s"
    )


def main() -> None:
    scene = classes()
    run = ss.simulate(scene, steps=20_000, step_size=0.1 * ss.stable_step(scene))
    assert run.converged
    assert len(run) >= FRAMES
    compare_figures()
    compare_gif(run)
    compare_page(run)


if __name__ == "__main__":
    main()

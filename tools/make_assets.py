"""Draw the files of ``assets/``: figures of the paper, the pictures of the README in light and dark, and one animation.

Run by ``make assets``. The same versions of the requirements give the same bytes; ``tests/test_gallery.py`` holds them to it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import numpy as np

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import springsim as ss  # noqa: E402  (the checkout, installed or not)
from springsim import figures  # noqa: E402
from springsim.export.animation import movie  # noqa: E402
from springsim.figures import StyledFigure  # noqa: E402
from springsim.model import files  # noqa: E402
from springsim.validation.limits import ANIMATION_FRAMES_MAX  # noqa: E402

FOLDER: Final = ROOT / "assets"
#: What is not drawn by the library: photographs of the app.
OTHERS: Final = ("playground.png", "margins.png")
TONES: Final = ("lecture", "dark")  #: styles in which the README's pictures are drawn
MOTION: Final[dict[str, Any]] = {"centre": 0, "size": (600, 450), "dpi": 66}  #: how each frame of the animation is drawn
HALF: Final = (6.4, 4.8)  #: inches, of the pictures that stand two in a row: their words are as large as the README's


def figure_of_the_paper(name: str) -> StyledFigure:
    """Return ``fig1``, ``fig1-as-printed``, ``fig2`` or one of ``fig2a`` … ``fig2e``."""
    if name.startswith("fig1"):
        return figures.figure1(as_printed=name.endswith("as-printed"))
    return figures.figure2(name.removeprefix("fig2") or None)


def figure1(style: str) -> StyledFigure:
    """Return figure 1 as the README shows it."""
    return figures.figure1(size=HALF, style=style)


def figure2(style: str) -> StyledFigure:
    """Return figure 2 as the README shows it."""
    return figures.figure2(style=style)


def loss_curves(style: str) -> StyledFigure:
    """Return the eleven springs of figure 2 on the curves of figure 1."""
    return figures.loss_curves(ss.presets.load("fig2"), size=HALF, style=style)


def paths(style: str) -> StyledFigure:
    """Return the ways of five classes to rest."""
    run = _run("five-classes", 0.1)
    return figures.diagram(run.final, trajectory=run, labels="class", springs=False, forces=False, size=HALF, style=style)


def settling(style: str) -> StyledFigure:
    """Return a ring that unrolls."""
    return figures.settling(_run("ring", 0.5), style=style)


def landscape(style: str) -> StyledFigure:
    """Return the loss over the place of the gate's free point, past its pitchfork."""
    return figures.landscape(ss.presets.load("gate").replace(margin=0.9), 3, size=HALF, style=style)


def bifurcation(style: str) -> StyledFigure:
    """Return where the gate's free point rests, from the middle to either side as the margin grows."""
    sweep = ss.sweep_margin(ss.presets.load("gate"), np.linspace(0.3, 1.8, 61), seeds=range(8), start="random")
    return figures.bifurcation(sweep, what="y", i=3, size=HALF, style=style)


def rests(style: str) -> StyledFigure:
    """Return the resting states of a ring: open, and knotted."""
    ring = [(i, (i + 1) % 18) for i in range(18)]
    return figures.rests(ss.equilibria(ss.Scene.from_neighbours([(0.0, 0.0)] * 18, ring), seeds=40), style=style)


def torn(style: str) -> StyledFigure:
    """Return the resting states of three classes on the circle at a large margin: gathered, and torn in pieces."""
    return figures.rests(ss.equilibria(ss.presets.load("circle-torn"), seeds=20), style=style)


def figure2_in_motion() -> bytes:
    """Return the animation: figure 2 with its points let go, as a GIF that shows every frame of the run."""
    return movie(figure2_let_go(), "gif", frames=ANIMATION_FRAMES_MAX, fps=20, **MOTION)


def figure2_let_go() -> ss.Trajectory:
    """Return the run of the animation."""
    return _run("fig2", 0.05)


@cache
def _run(preset: str, step: float) -> ss.Trajectory:
    """Let a preset settle, by steps of a multiple of the stable step."""
    scene = ss.presets.load(preset)
    return ss.simulate(scene, step_size=step * ss.stable_step(scene))


def _drawn(draw: Callable[..., StyledFigure], *arguments: str, format: str) -> bytes:
    return figures.picture(draw(*arguments), format)


_PAPER: Final = ("fig1", "fig1-as-printed", "fig2", *(f"fig2{panel}" for panel in figures.PANELS))
_SHOWN: Final[dict[str, Callable[[str], StyledFigure]]] = {
    "fig1": figure1,
    "fig2": figure2,
    "loss-curves": loss_curves,
    "paths": paths,
    "settling": settling,
    "landscape": landscape,
    "bifurcation": bifurcation,
    "rests": rests,
    "torn": torn,
}
#: What draws each file, by its name.
ASSETS: Final[dict[str, Callable[[], bytes]]] = {
    **{
        f"{name}.{format}": partial(_drawn, figure_of_the_paper, name, format=format)
        for name in _PAPER
        for format in ("svg", "png")
    },
    **{f"{name}-{tone}.svg": partial(_drawn, draw, tone, format="svg") for name, draw in _SHOWN.items() for tone in TONES},
    "fig2.gif": figure2_in_motion,
}


def main() -> None:
    """Write all files, or none."""
    files.write_all({str(FOLDER / name): draw() for name, draw in ASSETS.items()}, overwrite=True)


if __name__ == "__main__":
    main()

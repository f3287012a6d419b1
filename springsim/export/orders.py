"""What is to be made of a scene, as data, so that it can be made in another process."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from springsim.arrays import Progress
from springsim.export import formats
from springsim.model.scene import Scene
from springsim.solvers.simulate import Trajectory, simulate
from springsim.validation.limits import VIEWS

PIECE: Final = 500_000  #: bytes of a file that are handed on together
_REPORTS: Final = 0.1  # seconds between two reports of progress


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown of a scene; see `springsim.figures.diagram` and `springsim.figures.landscape`.

    Attributes
    ----------
    view : tuple of float
        Left, right, bottom and top of what is in view.
    size : tuple of float
        Width and height in inches.
    dpi : int
        Pixels an inch, of a PNG.
    springs : bool or "all"
        Which springs.
    forces, circle, trails : bool
        Whether arrows, the circle of radius m and the paths so far are drawn.
    landscape : bool
        Whether it is the landscape of the point from which the scene is seen.
    arrow : float
        Length of the arrow for a force of 1.
    words : float
        Size of the board's words, against that on a laptop.
    angle : float
        Where the arrow to the circle points, in radians.
    mode : int or None
        Seed of the nudge whose way the softest mode is drawn in, or None for no mode.
    """

    view: tuple[float, float, float, float]
    size: tuple[float, float]
    dpi: int
    springs: bool | Literal["all"]
    forces: bool
    circle: bool
    trails: bool
    landscape: bool
    arrow: float
    words: float
    angle: float
    mode: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """One export.

    Attributes
    ----------
    format : str
        One of `formats.made`.
    scene : Scene
        Where the motion starts.
    steps : int
        Most steps of it: up to the moment of a picture, or all of an animation.
    descent : mapping
        η, β and what else `simulate` descends by.
    centre : int or None
        Point from which it is seen.
    dark : bool
        Whether it is for a dark background.
    language : str
        Of its words.
    title : str
        Of a page that is given no other: what it shows, or empty.
    picture : Picture
        What is shown; data leave it aside.
    options : mapping
        What is asked for besides, as in `springsim.export.options`.
    """

    format: str
    scene: Scene
    steps: int
    descent: Mapping[str, Any]
    centre: int | None
    dark: bool
    language: str
    title: str
    picture: Picture
    options: Mapping[str, Any]


class LargeError(Exception):
    """A file larger than allowed; the message is its size in bytes."""


def stream(send: Callable[[object], object], order: Order, largest: int) -> int:
    """Carry out an order in another process than the one that wants it; return the size of the file in bytes.

    Parameters
    ----------
    tell : callable
        Called now and then with how much is done and of how much, a pair of int, and at last with the file, in pieces of up to
        `PIECE` bytes.
    order : Order
        What is to be made.
    largest : int
        Most bytes.

    Raises
    ------
    LargeError
        If there are more.
    """
    reported = -math.inf

    def progress(done: int, total: int) -> None:
        nonlocal reported
        now = time.monotonic()
        if now - reported >= _REPORTS or done == total:
            reported = now
            send((done, total))

    data = made(order, progress)
    if len(data) > largest:
        raise LargeError(f"{len(data)}")
    for start in range(0, len(data), PIECE):
        send(data[start : start + PIECE])
    return len(data)


def made(order: Order, progress: Progress) -> bytes:
    """Carry out an order; `progress` is called with how much is done, and of how much."""
    run = simulate(order.scene, steps=order.steps, **order.descent)
    kind = formats.get(order.format).kind
    if kind == "picture":
        return _picture(order, run)
    if kind == "data":
        return _data(order.format, run)
    from springsim.export.animation import movie

    asked = dict(order.options)
    view = order.picture.view if asked.pop("view", VIEWS[0]) == "board" else None
    legend = None if asked.pop("legend", True) else False
    if order.format == "html":
        asked["title"] = asked.get("title") or order.title
    style = "dark" if order.dark else "lecture"
    return movie(
        run,
        order.format,
        centre=order.centre,
        style=style,
        language=order.language,
        springs=order.picture.springs,
        forces=order.picture.forces,
        circles="selected" if order.picture.circle else "none",
        trails=order.picture.trails,
        legend=legend,
        view=view,
        arrow=order.picture.arrow,
        board=True,
        mode=order.picture.mode,
        progress=progress,
        **asked,
    )


def surveys(order: Order) -> bool:
    """Tell whether the picture is a landscape."""
    return order.picture.landscape and order.centre is not None


def options(order: Order) -> dict[str, Any]:
    """Return the options of the figure that a picture is, but for a trajectory: of `diagram`, or of `landscape`."""
    shown = order.picture
    look = {"view": shown.view, "size": shown.size, "style": "dark" if order.dark else "lecture", "language": order.language}
    if surveys(order):
        return {"point": order.centre, **look}
    return {
        "centre": order.centre,
        "springs": shown.springs,
        "forces": shown.forces,
        "arrow": shown.arrow,
        "circles": _circles(order),
        **look,
        "board": shown.words,
        "grid": not order.options.get("transparent", False),
        "angle": shown.angle,
        "mode": shown.mode,
    }


def _circles(order: Order) -> Literal["selected", "none"]:
    return "selected" if order.picture.circle and order.centre is not None else "none"


def until(run: Trajectory, frame: int) -> Trajectory:
    """Return the part of a run up to a frame."""
    names = ("positions", "forces", "similar_loss", "dissimilar_loss", "pushing", "residual", "steps")
    return replace(run, **{name: getattr(run, name)[: frame + 1] for name in names})


def _picture(order: Order, run: Trajectory) -> bytes:
    from springsim.export.optional import required

    required("matplotlib")
    from springsim import figures

    if surveys(order):
        figure = figures.landscape(run.final, **options(order))
    else:
        figure = figures.diagram(run.final, trajectory=run if order.picture.trails else None, **options(order))
    return figures.picture(figure, order.format, dpi=formats.dpi(order.format, order.picture.dpi), **order.options)


def _data(format: str, run: Trajectory) -> bytes:
    from springsim.export import data
    from springsim.export.archive import zipped

    if format == "npz":
        return data.npz(run)
    tables = {
        "points.csv": data.points_csv(run),
        "frames.csv": data.frames_csv(run),
        "springs.csv": data.springs_csv(run.scene),
        "scene.json": run.scene.to_json(),
    }
    return zipped({name: text.encode() for name, text in tables.items()})

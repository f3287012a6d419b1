"""What is to be made of a scene, as data: an order is written down here and carried out in another process."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from springsim import texts
from springsim.model.scene import Scene
from springsim.model.scene_file import parsed_json
from springsim.solvers.simulate import Trajectory, simulate
from springsim.solvers.step import DESCENT
from springsim.validation.checks import checked_integer, checked_number
from springsim.validation.errors import SceneError
from springsim.validation.fields import checked_fields
from springsim.validation.limits import APP, ARROW_MAX, BOARD_WORDS, DPI_MAX, DPI_MIN, STEPS_MAX, TITLE_MAX

Progress = Callable[[int, int], object]

PICTURES: Final = ("png", "svg", "pdf")
FILMS: Final = ("gif", "mp4", "html")
DATA: Final = ("csv", "npz")
FORMATS: Final = (*PICTURES, *FILMS, *DATA)
_SPRINGS: Final = (True, False, "all")


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


@dataclass(frozen=True, slots=True)
class Order:
    """One export.

    Attributes
    ----------
    format : str
        One of `FORMATS`.
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
        Of a page: what it shows, or empty.
    picture : Picture
        What is shown; animations and data leave it aside.
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

    def to_json(self) -> str:
        """Return the order as text."""
        shown = {name: getattr(self.picture, name) for name in Picture.__slots__}
        fields = {name: getattr(self, name) for name in Order.__slots__}
        return json.dumps(
            {**fields, "scene": self.scene.to_json(), "descent": dict(self.descent), "picture": shown}, allow_nan=False
        )


def parsed(text: str) -> Order:
    """Return the order that a text says.

    Raises
    ------
    SceneError
        If it is none.
    """
    fields = _fields("order", parsed_json(text, 2 * APP.text + 10_000, "order"), Order.__slots__)
    shown = _fields("picture", fields["picture"], Picture.__slots__)
    scene = Scene.from_json(fields["scene"], limits=APP)
    last = max(len(scene) - 1, 0)
    return Order(
        format=_one_of("format", fields["format"], FORMATS),
        scene=scene,
        steps=checked_integer("steps", fields["steps"], 0, STEPS_MAX),
        descent=checked_fields("descent", fields["descent"], DESCENT),
        centre=None if fields["centre"] is None else checked_integer("centre", fields["centre"], 0, last),
        dark=_one_of("dark", fields["dark"], (True, False)),
        language=_one_of("language", fields["language"], texts.LANGUAGES),
        title=_title(fields["title"]),
        picture=Picture(
            view=_numbers("view", shown["view"], 4),
            size=_numbers("size", shown["size"], 2),
            dpi=checked_integer("dpi", shown["dpi"], DPI_MIN, DPI_MAX),
            springs=_one_of("springs", shown["springs"], _SPRINGS),
            forces=_one_of("forces", shown["forces"], (True, False)),
            circle=_one_of("circle", shown["circle"], (True, False)),
            trails=_one_of("trails", shown["trails"], (True, False)),
            landscape=_one_of("landscape", shown["landscape"], (True, False)),
            arrow=checked_number("arrow", shown["arrow"], 0.0, ARROW_MAX, open_low=True),
            words=checked_number("words", shown["words"], *BOARD_WORDS),
        ),
    )


def made(order: Order, progress: Progress) -> bytes:
    """Carry out an order; `progress` is called with how much is done, and of how much."""
    run = simulate(order.scene, steps=order.steps, **order.descent)
    if order.format in PICTURES:
        return _picture(order, run)
    if order.format in DATA:
        return _data(order.format, run)
    from springsim.export.animation import movie

    style = "dark" if order.dark else "lecture"
    return movie(
        run,
        order.format,
        centre=order.centre,
        style=style,
        language=order.language,
        title=order.title,
        progress=progress,
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
        "circles": "selected" if shown.circle and order.centre is not None else "none",
        **look,
        "board": shown.words,
    }


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
    return figures.picture(figure, order.format, dpi=order.picture.dpi if order.format == "png" else None)


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


def _fields(field: str, value: object, names: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise SceneError(field, value, "the fields " + ", ".join(names))
    return value


def _one_of(field: str, value: Any, allowed: tuple[Any, ...]) -> Any:
    if not any(value is known or (isinstance(value, str) and value == known) for known in allowed):
        raise SceneError(field, value, "one of " + ", ".join(str(known) for known in allowed))
    return value


def _title(value: object) -> str:
    if not isinstance(value, str) or len(value) > TITLE_MAX:
        raise SceneError("title", value, f"text of at most {TITLE_MAX} characters")
    return value


def _numbers(field: str, value: object, count: int) -> Any:
    if not isinstance(value, list) or len(value) != count:
        raise SceneError(field, value, f"{count} numbers")
    return tuple(checked_number(f"{field}[{k}]", number, -1e9, 1e9) for k, number in enumerate(value))

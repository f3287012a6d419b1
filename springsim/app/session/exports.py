"""Exports from the board: what is asked for, as an order, and what the file is called."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final, Literal

from springsim import texts
from springsim.app.processes.export_jobs import File
from springsim.app.processes.jobs import BusyError, LateError, Status
from springsim.app.processes.runner import BrokenError
from springsim.app.session import lookahead
from springsim.app.session.state import Board, Entry
from springsim.board import settings
from springsim.export import formats, options, orders
from springsim.export.optional import MissingError, extra_of
from springsim.export.orders import LargeError, Order, Picture
from springsim.export.script import Drawing
from springsim.export.script import script as python_script
from springsim.model import presets
from springsim.model.scene import Scene
from springsim.palette import PIXELS_PER_INCH
from springsim.solvers.simulate import Trajectory
from springsim.validation.checks import checked_integer
from springsim.validation.errors import SceneError

_PNG_ACROSS: Final = 4_000  # pixels, at most
_PNG_DPI: Final = 192
_FILMED: Final = ("springs", "every", "forces", "margin", "trails")  # what an animation may show otherwise than the board


def order(entry: Entry, language: str, args: Mapping[str, Any], step: int) -> Order:
    """Return the order for an export.

    Parameters
    ----------
    entry : Entry
        What is on the board.
    language : str
        Of the board.
    args : mapping
        Of the command.
    step : int
        Step of the motion that is shown.
    """
    scene = entry.scene
    centre = None if args["selected"] < 0 else checked_integer("export.selected", args["selected"], 0, max(len(scene) - 1, 0))
    return Order(
        format=args["format"],
        scene=scene,
        steps=step if formats.get(args["format"]).source == "figure" else lookahead.most_steps(scene),
        descent=settings.descent(scene, entry.settings),
        centre=centre if len(scene) else None,
        dark=args["dark"],
        language=language,
        title=presets.get(entry.preset).title[language] if entry.preset else "",
        picture=_picture(args, entry.seed),
        options=options.checked(_made(args["format"]), {id: args[id] for id in options.OPTIONS}),
    )


def _made(format: str) -> str:
    """Return the format of the picture, where a script makes one."""
    return "svg" if format in formats.scripts() else format


def script(board: Board, args: Mapping[str, Any], frame: int) -> str:
    """Return the Python that draws what the board shows."""
    step = int(board.trajectory.steps[frame])
    wanted = order(board.entry, board.language, args, step)
    here = board.entry.scene.replace(positions=board.trajectory.positions[frame])
    way: Trajectory | None = None
    if wanted.picture.trails and not orders.surveys(wanted) and board.trajectory.scene == board.entry.scene:
        way = orders.until(board.trajectory, frame)
    drawing: Drawing = "landscape" if orders.surveys(wanted) else "diagram"
    path = name(board.entry, "svg", step)
    return python_script(here, path, drawing=drawing, trajectory=way, saved=wanted.options, **orders.options(wanted))


def name(entry: Entry, format: str, step: int | None = None) -> str:
    """Return what a file is called: what it shows, its margin, and the step, where it is one moment."""
    moment = "" if step is None else f"-step{entry.offset + step}"
    return f"springsim-{entry.preset or 'scene'}-m{_margin(entry.scene)}{moment}.{formats.get(format).end}"


def offered() -> list[dict[str, Any]]:
    """Return what the board offers, by kind.

    Of each format: its id, and what is asked for by it, empty for the scene's own file; whether it is there at once, and
    whether it shows points, of which there must be some. A script is offered twice, to copy and to save. ``shown`` are the
    settings of what is drawn that an animation may have otherwise than the board.
    """
    groups: dict[str, list[dict[str, Any]]] = {}
    for id in formats.offered("board"):
        row = formats.get(id)
        made = "" if row.source == "scene" else id
        told = {"kind": row.kind, "made": made, "once": row.at_once, "drawn": row.drawn}
        ids = ("copy", id) if row.kind == "script" else (id,)
        groups.setdefault(row.kind, []).extend({"id": each, **told} for each in ids)
    return [
        {"kind": kind, "formats": rows, "options": options.offered(kind), "shown": list(_FILMED) if kind == "film" else []}
        for kind, rows in groups.items()
    ]


def said(status: Status[File], language: str) -> dict[str, Any]:
    """Return how an export goes, as the board is told."""
    size = 0 if status.result is None else status.result.size
    told: dict[str, Any] = {"state": status.state, "done": status.done, "total": status.total, "size": size}
    if status.error is not None:
        told["error"] = problem(status.error, language)
    return told


def problem(error: Exception, language: str) -> str:
    """Return in words why an export failed."""
    words = texts.of(language, "pages")
    match error:
        case SceneError():
            return texts.error(error, language)
        case MissingError(name=str(package)):
            return words["export_missing"].format(what=package, extra=extra_of(package))
        case LateError():
            return words["export_late"].format(what=error)
        case LargeError():
            return words["export_large"].format(what=error)
        case BusyError():
            return words["export_busy"]
    reason = f"{error}" if isinstance(error, BrokenError) else f"{type(error).__name__}: {error}"
    return words["export_failed"].format(what=reason[:300])


def _picture(args: Mapping[str, Any], seed: int) -> Picture:
    """Return what the board shows: its part of the plane, and what is drawn."""
    width, height, scale = args["width"], args["height"], args["scale"]
    digits = max(math.ceil(math.log10(scale)) + 2, 0)  # a hundredth of a pixel
    half = width / 2.0 / scale, height / 2.0 / scale
    left, right, bottom, top = (
        round(middle + sign * size, digits)
        for middle, size in zip((args["x"], args["y"]), half, strict=True)
        for sign in (-1.0, 1.0)
    )
    inches = (_inches(width), _inches(height))
    springs: bool | Literal["all"] = "all" if args["springs"] and args["every"] else args["springs"]
    dpi = min(_PNG_DPI, int(_PNG_ACROSS / max(inches)))
    return Picture(
        view=(left, right, bottom, top),
        size=inches,
        dpi=dpi,
        springs=springs,
        forces=args["forces"],
        arrow=args["arrows"],
        circle=args["margin"],
        trails=args["trails"],
        landscape=args["landscape"],
        words=args["words"],
        angle=args["angle"],
        mode=seed if args["mode"] else None,
    )


def _inches(pixels: float) -> float:
    inches = min(max(pixels / PIXELS_PER_INCH, 2.0), 40.0)
    return math.ceil(inches * 1e4) / 1e4  # never a part of a pixel short of a whole one


def _margin(scene: Scene) -> str:
    two = f"{scene.margin:.2f}"
    return two if float(two) == scene.margin else f"{scene.margin:.6g}"

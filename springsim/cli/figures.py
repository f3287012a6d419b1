"""``figures``: the figures of the paper."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from springsim.cli.arguments import (
    Commands,
    add_dpi,
    add_force,
    add_look,
    add_options,
    add_size,
    chosen_options,
    command,
    number,
    one_of,
)
from springsim.export import formats as table
from springsim.export.optional import required
from springsim.export.paper import MARGINS, NAMES
from springsim.model import files
from springsim.validation.limits import FIGURE_MARGIN_MAX, FIGURE_MARGIN_MIN

if TYPE_CHECKING:
    from springsim.figures.drawing.figure import StyledFigure

_PICTURES: Final = table.offered("figures")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "figures",
        "write the figures of the paper",
        f"Write the figures of the paper, drawn from the simulation:\n{', '.join(NAMES)}.",
        [
            "--out figures",
            "--out slides --format png --style lecture --lang zh",
            "--out . --format pdf --only fig1 --only fig2a --size icml-column",
        ],
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="folder for the files; made when it is not there")
    parser.add_argument(
        "--format",
        type=one_of(_PICTURES),
        action="append",
        help=f"{', '.join(_PICTURES)}; may be given several times (default: svg)",
    )
    parser.add_argument(
        "--only", type=one_of(NAMES), action="append", metavar="NAME", help="only this figure; may be given several times"
    )
    parser.add_argument(
        "--margin",
        type=number(FIGURE_MARGIN_MIN, FIGURE_MARGIN_MAX),
        metavar="M",
        help=f"margin (default: {MARGINS['fig1']:g} in figure 1, {MARGINS['fig2']:g} in figure 2)",
    )
    add_size(parser)
    add_look(parser, "paper")
    add_dpi(parser)
    add_options(parser, "text", "transparent")
    add_force(parser)
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    required("matplotlib")
    from springsim import figures

    formats = tuple(dict.fromkeys(chosen.format or _PICTURES[:1]))
    saved = _saved(chosen, formats)
    names = tuple(dict.fromkeys(chosen.only or NAMES))
    places = {(name, format): os.path.join(chosen.out, f"{name}.{format}") for name in names for format in formats}
    with _folder(chosen.out):
        for place in places.values():
            files.check(place, overwrite=chosen.force)
        contents: dict[files.Name, bytes] = {}
        for name in names:
            figure = _drawn(name, chosen)
            for format in formats:
                dpi = table.dpi(format, chosen.dpi)
                contents[places[name, format]] = figures.picture(figure, format, dpi=dpi, **saved[format])
        files.write_all(contents, overwrite=chosen.force)
    return 0


def _saved(chosen: argparse.Namespace, formats: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return the options of each format: those that it has, if any of them has."""
    shared = {id for format in formats for id in table.get(format).options}
    return {format: chosen_options(chosen, format, left_out=shared - set(table.get(format).options)) for format in formats}


def _drawn(name: str, chosen: argparse.Namespace) -> StyledFigure:
    from springsim import figures

    look: dict[str, Any] = {"size": chosen.size, "style": chosen.style, "language": chosen.lang}
    if chosen.margin is not None:
        look["margin"] = chosen.margin
    if name.startswith("fig1"):
        return figures.figure1(as_printed=name == "fig1-as-printed", **look)
    return figures.figure2(name.removeprefix("fig2") or None, **look)


@contextlib.contextmanager
def _folder(name: str) -> Iterator[None]:
    """Make a folder where there is none; it is removed again if nothing was written."""
    made = []
    try:
        with files.refusing(name):
            path = os.path.abspath(name)
            while not os.path.lexists(path):
                made.append(path)
                path = os.path.dirname(path)
            if os.path.isfile(name):
                raise files.FileError(name, "is a file; expected a folder")
            os.makedirs(name, exist_ok=True)
        yield
    except BaseException:
        for path in made:
            with contextlib.suppress(OSError, ValueError):
                os.rmdir(path)
        raise

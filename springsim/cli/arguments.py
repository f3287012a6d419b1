"""What the commands have in common: their parser, checked arguments, scenes that are read and results that are written."""

from __future__ import annotations

import argparse
import contextlib
import csv
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final, NoReturn, TypeAlias

from springsim import texts
from springsim.export import formats
from springsim.export.options import OPTIONS, checked
from springsim.model import files, points_file
from springsim.model.scene import Scene
from springsim.palette import STYLES
from springsim.sheets import SIZES
from springsim.validation.checks import checked_integer, checked_number, checked_word
from springsim.validation.errors import SceneError, Words, shown
from springsim.validation.limits import (
    COORDINATE_MAX,
    DPI_MAX,
    DPI_MIN,
    FRAMES_MAX,
    INCHES_MAX,
    INCHES_MIN,
    LETTERS,
    LIBRARY,
    LOOP_MAX,
    LOOPS,
    MARGIN_MAX,
    MARGIN_MIN,
    PAUSE_MAX,
    RECORDING_RUNS,
    SCALE_MAX,
    SCALE_MIN,
    SECONDS_MAX,
    SECONDS_MIN,
)

_HELP: Final = {
    "transparent": "without a background; svg, pdf, png",
    "text": f"letters of an svg: {' or '.join(LETTERS)}, which can be searched and changed",
    "seconds": f"how long the motion lasts, {SECONDS_MIN:g} to {SECONDS_MAX:g} (default: as long as its frames take)",
    "pause": f"seconds for which the last frame stays, 0 to {PAUSE_MAX:g}",
    "loop": f"how often a gif plays: {', '.join(LOOPS)}, or a number of times up to {LOOP_MAX}",
}
_METAVARS: Final = {"seconds": "S", "pause": "S", "loop": "TIMES", "text": "AS"}


Switch: Final = argparse.BooleanOptionalAction  #: an option that can be asked for, and be left out by --no-…


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and knows no abbreviated options: scripts outlive them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def error(self, message: str) -> NoReturn:
        """Leave with code 2."""
        self.exit(2, f"{self.prog}: {printable(message)[:600]} (see {self.prog} --help)\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def command(commands: Commands, name: str, help: str, description: str, examples: Sequence[str]) -> Parser:
    """Return the parser of a new command.

    Parameters
    ----------
    commands : Commands
        Where it belongs.
    name : str
        The command.
    help : str
        A few words for the list of commands.
    description : str
        What it does.
    examples : sequence of str
        Arguments that are worth a try.
    """
    heading = "examples:" if len(examples) > 1 else "example:"
    lines = "\n".join(f"  %(prog)s {example}" for example in examples)
    return commands.add_parser(name, help=help, description=description, epilog=f"{heading}\n{lines}")


def number(low: float, high: float, *, open_low: bool = False) -> Callable[[str], float]:
    """Return what reads a number within [low, high], or (low, high]."""

    def read(text: str) -> float:
        with _refusing():
            return checked_number("", _value(float, text), low, high, open_low=open_low)

    return read


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return what reads a whole number from `low` to `high`."""

    def read(text: str) -> int:
        with _refusing():
            return checked_integer("", _value(int, text), low, high)

    return read


def one_of(names: Sequence[str]) -> Callable[[str], str]:
    """Return what reads one of some names."""

    def read(text: str) -> str:
        with _refusing():
            return checked_word("", text, names)

    return read


margin = number(MARGIN_MIN, MARGIN_MAX)


def frame(text: str) -> int | str:
    """Read a frame: first, last, or its number."""
    return text if text in ("first", "last") else whole(0, FRAMES_MAX)(text)


def scale(text: str) -> float | str:
    """Read a scale: a number, or "margin"."""
    return text if text == "margin" else number(SCALE_MIN, SCALE_MAX)(text)


def margins(text: str, most: int = RECORDING_RUNS) -> list[float]:
    """Read ``low:high:count``: that many margins, evenly spaced."""
    import numpy as np

    parts = text.split(":")
    with _refusing():
        if len(parts) != 3:
            raise SceneError("", text, "low:high:count, as in 0.2:3:21")
        low, high = margin(parts[0]), margin(parts[1])
        count = whole(2, most)(parts[2])
        if low >= high:
            raise SceneError("", text, "a low margin below the high one")
    return [float(f"{value:.12g}") for value in np.linspace(low, high, count)]


def add_input(parser: Parser) -> None:
    """Add the scene file, or table of points, that a command reads, and its margin."""
    add_scene(parser)
    parser.add_argument("--margin", type=margin, metavar="M", help="margin, instead of the scene's own, or 1")


def add_scene(parser: Parser) -> None:
    """Add the scene file, or table of points, that a command reads."""
    what = "scene file, or points (csv, tsv, npz, npy, zip, json); - reads standard input"
    parser.add_argument("scene", metavar="scene.json", help=what)
    add_columns(parser)


def add_columns(parser: Parser) -> None:
    """Add what is read from a table of points."""
    group = parser.add_argument_group("points from a table (csv, tsv, npz, npy, …)")
    group.add_argument("--x", metavar="COLUMN", help="horizontal coordinate (default: found by name, as is all the rest)")
    group.add_argument("--y", metavar="COLUMN", help="vertical coordinate")
    group.add_argument("--columns", metavar="A,B,…", help="instead: columns projected to their two principal components")
    group.add_argument("--label-column", metavar="COLUMN", help='class; "" for none')
    group.add_argument("--header", choices=("yes", "no"), help="whether the first row of a text has the names of columns")
    group.add_argument("--frame", type=frame, metavar="N", help="of a run: first, last or 0, 1, … (default: last)")
    group.add_argument(
        "--scale", type=scale, metavar="S", help='what to multiply coordinates by; "margin": so that the median distance is M'
    )


def add_output(parser: Parser, what: str, *, default: str | None = None, required: bool = False) -> None:
    """Add the file that a command writes."""
    usual = "" if default is None else f" (default: {default})"
    parser.add_argument(
        "-o", "--output", metavar="FILE", default=default, required=required, help=f"{what}; - is standard output{usual}"
    )
    add_force(parser)


def add_force(parser: Parser) -> None:
    """Add --force."""
    parser.add_argument("--force", action="store_true", help="overwrite what is there")


def add_look(parser: Parser, style: str) -> None:
    """Add style and language."""
    parser.add_argument("--style", type=one_of(STYLES), default=style, help=f"{', '.join(STYLES)} (default: %(default)s)")
    languages = ", ".join(texts.LANGUAGES)
    parser.add_argument("--lang", type=one_of(texts.LANGUAGES), default="en", help=f"{languages} (default: %(default)s)")


def add_dpi(parser: Parser) -> None:
    """Add the resolution of a PNG."""
    parser.add_argument(
        "--dpi", type=whole(DPI_MIN, DPI_MAX), metavar="N", help=f"pixels an inch of a png, {DPI_MIN} to {DPI_MAX}"
    )


def add_size(parser: Parser) -> None:
    """Add the size of a figure."""
    parser.add_argument(
        "--size",
        type=_sheet,
        metavar="NAME|WxH",
        help=f"{', '.join(SIZES)}, or width and height in inches, as in 3.3x2.5 (default: by style)",
    )


def add_legend(parser: Parser) -> None:
    """Add whether a picture says what classes are called."""
    parser.add_argument("--legend", action=Switch, help="say what the classes are called (default: where they have names)")


def add_view(parser: Parser) -> None:
    """Add the part of the plane that is shown."""
    parser.add_argument(
        "--view", type=_view, metavar="L:R:B:T", help="left, right, bottom and top of the view, as in --view=-1:1:-1:1"
    )


def add_options(parser: Parser, *ids: str) -> None:
    """Add options of `springsim.export.options`."""
    for id in ids:
        row = OPTIONS[id]
        if row.default is False:
            parser.add_argument(f"--{id}", action="store_true", help=_HELP[id])
        else:
            usual = "" if row.default is None else " (default: %(default)s)"
            read = option(id)
            parser.add_argument(f"--{id}", type=read, default=row.default, metavar=_METAVARS[id], help=f"{_HELP[id]}{usual}")


def option(id: str) -> Callable[[str], Any]:
    """Return what reads an option of `springsim.export.options`."""

    def read(text: str) -> Any:
        with _refusing():
            whole_number = _value(int, text)
            return OPTIONS[id].check("", whole_number if isinstance(whole_number, int) else _value(float, text))

    return read


def chosen_options(chosen: argparse.Namespace, format: str, left_out: Collection[str] = ()) -> dict[str, Any]:
    """Return the options of a file, checked; what its format does not have is refused, or left out."""
    return checked(format, {id: getattr(chosen, id) for id in OPTIONS if hasattr(chosen, id) and id not in left_out})


def read_scene(chosen: argparse.Namespace) -> Scene:
    """Return the scene that a command was given."""
    return read_points(chosen, chosen.scene).points.scene


def read_points(chosen: argparse.Namespace, file: str) -> points_file.Reading:
    """Return the scene or the points in a file, and say of a table what was read."""
    data = files.read_bytes(file, LIBRARY.file + 1)
    try:
        read = points_file.inspect(
            data,
            x=chosen.x,
            y=chosen.y,
            label=chosen.label_column,
            columns=None if chosen.columns is None else split(chosen.columns),
            header=None if chosen.header is None else chosen.header == "yes",
            margin=chosen.margin,
            scale=1.0 if chosen.scale is None else chosen.scale,
            frame="last" if chosen.frame is None else chosen.frame,
            limits=LIBRARY,
        )
    except SceneError as error:
        name = Words("standard input") if file == files.STREAM else file
        raise files.FileError(name, str(error)) from None
    if read.table is not None:
        for line in points_file.described(read):
            print(f"springsim: {printable(line)}", file=sys.stderr)
    return read


def split(names: str) -> list[str]:
    """Return names between commas; a comma in a name stands in quotes, as in a table."""
    return next(csv.reader([names], skipinitialspace=True), [])


def printable(line: str) -> str:
    """Return a line that a terminal only shows."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


def output_format(chosen: argparse.Namespace, formats: Sequence[str]) -> str:
    """Return the format of what a command writes: as asked for, or by the suffix; the first of `formats` for a stream."""
    if chosen.format is not None:
        return str(chosen.format)
    return formats[0] if chosen.output == files.STREAM else files.format_of(chosen.output, formats)


def check_output(chosen: argparse.Namespace) -> None:
    """Refuse, before anything is computed, what could not be written."""
    if chosen.output not in (None, files.STREAM):
        files.check(chosen.output, overwrite=chosen.force)


def write_output(chosen: argparse.Namespace, data: bytes, format: str) -> None:
    """Write a result where it was asked for."""
    if chosen.output == files.STREAM:
        files.write_stream(data, binary=not formats.get(format).text)
    else:
        files.write(chosen.output, data, overwrite=chosen.force)


def _sheet(text: str) -> str | tuple[float, float]:
    """Read the size of a figure: a name, or width and height in inches."""
    if text in SIZES:
        return text
    width, by, height = text.lower().partition("x")
    if not by:
        allowed = f"WIDTHxHEIGHT, as in 3.3x2.5, or one of {', '.join(SIZES)}"
        raise argparse.ArgumentTypeError(f"{shown(text)} is not allowed; expected {allowed}")
    read = number(INCHES_MIN, INCHES_MAX)
    return read(width), read(height)


def _view(text: str) -> tuple[float, ...]:
    read = number(-COORDINATE_MAX, COORDINATE_MAX)
    parts = text.split(":")
    if len(parts) != 4:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not allowed; expected left:right:bottom:top, as in -1:1:-1:1")
    return tuple(map(read, parts))


def _value(kind: Callable[[str], Any], text: str) -> Any:
    """Return the number that a text is, else the text."""
    try:
        return kind(text) if text.isascii() and "_" not in text and len(text) <= 40 else text
    except ValueError:
        return text


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """Say a refusal as argparse wants it, which puts the option's name before."""
    try:
        yield
    except SceneError as error:
        raise argparse.ArgumentTypeError(f"{error.value} is not allowed; expected {error.allowed}") from None

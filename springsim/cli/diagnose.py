"""``diagnose``: how the pairs of an embedding lie on the loss curves."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from springsim.cli.arguments import (
    Commands,
    add_dpi,
    add_input,
    add_look,
    add_options,
    add_output,
    check_output,
    chosen_options,
    command,
    one_of,
    output_format,
    read_scene,
    write_output,
)
from springsim.export import files, formats
from springsim.export.optional import required
from springsim.studies.diagnose import diagnose

_FILES: Final = formats.offered("diagnose")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "diagnose",
        "say how pairs lie on the loss curves",
        "Print a small table of the similar and the dissimilar pairs, and a sentence for each\n"
        "finding that its numbers support: what pushes, whether the two kinds overlap, what the\n"
        "margin can reach. The suffix of a file decides what it has: the figure\n"
        "(" + ", ".join(_FILES[:-1]) + "), or all numbers (csv).",
        ["scene.json", "scene.json --margin 2 -o diagnosis.svg --lang zh", "scene.json -o diagnosis.csv"],
    )
    add_input(parser)
    add_output(parser, "figure, or table of all numbers")
    parser.add_argument("--format", type=one_of(_FILES), help=f"{', '.join(_FILES)} (default: by suffix; svg for -)")
    add_look(parser, "paper")
    add_dpi(parser)
    add_options(parser, "text", "transparent")
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    format = "" if chosen.output is None else output_format(chosen, _FILES)
    saved = chosen_options(chosen, format) if format else {}
    check_output(chosen)
    found = diagnose(read_scene(chosen))
    if format == "csv":
        write_output(chosen, found.to_csv().encode(), format)
    elif format:
        required("matplotlib")
        from springsim import figures

        figure = figures.diagnosis(found, style=chosen.style, language=chosen.lang)
        write_output(chosen, figures.picture(figure, format, dpi=formats.dpi(format, chosen.dpi), **saved), format)
    print(found.said(chosen.lang), file=sys.stderr if chosen.output == files.STREAM else sys.stdout)
    return 0

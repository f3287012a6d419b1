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
    add_size,
    check_output,
    chosen_options,
    command,
    one_of,
    output_format,
    read_points,
    write_output,
)
from springsim.export import formats
from springsim.export.optional import required
from springsim.model import files
from springsim.model.points_file import Reading
from springsim.studies.diagnose import diagnose
from springsim.studies.diagnosis import Diagnosis

_FILES: Final = formats.offered("diagnose")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "diagnose",
        "say how pairs lie on the loss curves",
        "Print a small table of the similar and the dissimilar pairs, and a sentence for each\n"
        "finding that its numbers support: what pushes, whether the two kinds overlap, what the\n"
        "margin can reach. Of a table with more than two columns of numbers it has the distances\n"
        "of all of them. The suffix of a file decides what it has: the figure\n"
        "(" + ", ".join(_FILES[:-1]) + "), or all numbers (csv).",
        [
            "scene.json",
            "embedding.csv --label-column species --margin 2 -o diagnosis.svg",
            "scene.json -o diagnosis.csv --lang zh",
        ],
    )
    add_input(parser)
    add_output(parser, "figure, or table of all numbers")
    parser.add_argument("--format", type=one_of(_FILES), help=f"{', '.join(_FILES)} (default: by suffix; svg for -)")
    add_size(parser)
    add_look(parser, "paper")
    add_dpi(parser)
    add_options(parser, "text", "transparent")
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    format = "" if chosen.output is None else output_format(chosen, _FILES)
    saved = chosen_options(chosen, format) if format else {}
    check_output(chosen)
    found = _diagnosed(read_points(chosen, chosen.scene))
    if format == "csv":
        write_output(chosen, found.to_csv().encode(), format)
    elif format:
        required("matplotlib")
        from springsim import figures

        figure = figures.diagnosis(found, size=chosen.size, style=chosen.style, language=chosen.lang)
        write_output(chosen, figures.picture(figure, format, dpi=formats.dpi(format, chosen.dpi), **saved), format)
    print(found.said(chosen.lang), file=sys.stderr if chosen.output == files.STREAM else sys.stdout)
    return 0


def _diagnosed(read: Reading) -> Diagnosis:
    """Return the diagnosis of a scene, or of a table's points with all their coordinates."""
    points, scene = read.points, read.points.scene
    if read.table is None:
        return diagnose(scene)
    if points.embedding is not None:
        print(f"springsim: diagnosed in all {points.embedding.shape[1]} dimensions, not in the plane", file=sys.stderr)
    x = scene.positions if points.embedding is None else points.embedding
    return diagnose(x, scene.labels, scene.margin, class_names=scene.class_names or None)

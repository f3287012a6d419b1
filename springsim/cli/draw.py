"""``draw``: a scene as a picture."""

from __future__ import annotations

import argparse
from typing import Any, Final

from springsim.cli.arguments import (
    Commands,
    add_dpi,
    add_input,
    add_legend,
    add_look,
    add_options,
    add_output,
    add_size,
    add_view,
    check_output,
    chosen_options,
    command,
    one_of,
    output_format,
    read_scene,
    whole,
    write_output,
)
from springsim.cli.runs import exit_code, not_at_rest, not_settled, smooth_run
from springsim.export import formats
from springsim.export.optional import required
from springsim.solvers.settle import settle
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import FIGURE_POINTS_MAX

_PICTURES: Final = formats.offered("draw")
_CIRCLES: Final = ("selected", "all", "none")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "draw",
        "draw a scene as a picture",
        "Draw a scene as the paper draws figure 2.\nThe suffix decides on the format: " + ", ".join(_PICTURES) + ".",
        [
            "scene.json -o scene.svg",
            "scene.json -o slide.png --settle --style lecture --title 'At rest'",
            "scene.json -o column.pdf --size icml-column --centre 0 --labels index",
            "scene.json -o slide.svg --transparent --text font",
            "gate.json -o gate.pdf --landscape 3 --margin 0.9",
            "- -o - --format pdf <scene.json >scene.pdf",
        ],
    )
    add_input(parser)
    add_output(parser, "picture", required=True)
    parser.add_argument("--format", type=one_of(_PICTURES), help=f"{', '.join(_PICTURES)} (default: by suffix; svg for -)")
    parser.add_argument("--settle", action="store_true", help="draw the scene at rest")
    parser.add_argument(
        "--centre",
        type=whole(0, FIGURE_POINTS_MAX - 1),
        metavar="POINT",
        help="point from which similar (solid) and dissimilar (hollow) are told apart, from 0 (default: points by class)",
    )
    parser.add_argument(
        "--circles",
        type=one_of(_CIRCLES),
        default="selected",
        help=f"{', '.join(_CIRCLES)}: of radius m (default: %(default)s)",
    )
    springs = parser.add_mutually_exclusive_group()
    springs.add_argument("--no-springs", action="store_true", help="without springs")
    springs.add_argument("--all-springs", action="store_true", help="every spring, however many")
    forces = parser.add_mutually_exclusive_group()
    forces.add_argument("--no-forces", action="store_true", help="without arrows of force")
    forces.add_argument("--each-force", action="store_true", help="the force of each spring on the centre")
    parser.add_argument("--labels", metavar="WORDS", help="names at the points: index, class, or your own, as in A,B,C")
    add_legend(parser)
    parser.add_argument("--axes", action="store_true", help="with axes and numbers")
    parser.add_argument("--trails", action="store_true", help="with the path of each point to where it rests, from its start")
    parser.add_argument(
        "--landscape",
        type=whole(0, FIGURE_POINTS_MAX - 1),
        metavar="POINT",
        help="instead, the loss over where this point would stand, all others held: contours, forces, minima",
    )
    parser.add_argument("--title", default="", metavar="WORDS", help="words above the picture")
    add_view(parser)
    add_size(parser)
    add_look(parser, "paper")
    add_dpi(parser)
    add_options(parser, "text", "transparent")
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    format = output_format(chosen, _PICTURES)
    _check_landscape(chosen)
    saved = chosen_options(chosen, format, left_out=("title", "legend", "view"))
    check_output(chosen)
    scene = read_scene(chosen)
    required("matplotlib")
    from springsim import figures
    from springsim.figures.drawing.scenery import check_crowd

    check_crowd(scene)
    run = smooth_run(scene) if chosen.trails else None
    left = ""  # why it did not come to rest
    if chosen.settle and run is not None:
        scene, left = run.final, not_at_rest(run)
    elif chosen.settle:
        rest = settle(scene)
        scene, left = rest.scene, not_settled(rest)
    look: Any = {"view": chosen.view, "size": chosen.size, "style": chosen.style, "language": chosen.lang}
    if chosen.landscape is not None:
        figure = figures.landscape(scene, chosen.landscape, **look)
    else:
        figure = figures.diagram(
            scene,
            centre=chosen.centre,
            springs="all" if chosen.all_springs else not chosen.no_springs,
            forces="each" if chosen.each_force else not chosen.no_forces,
            circles=chosen.circles,
            labels=_labels(chosen.labels),
            legend=chosen.legend,
            axes=chosen.axes,
            title=chosen.title,
            trajectory=run,
            **look,
        )
    write_output(chosen, figures.picture(figure, format, dpi=formats.dpi(format, chosen.dpi), **saved), format)
    return exit_code(left)


def _check_landscape(chosen: argparse.Namespace) -> None:
    """Refuse what a landscape does not show, rather than leave it out."""
    usual = {"centre": None, "circles": "selected", "labels": None, "legend": None, "title": ""}
    flags = dict.fromkeys(("no_springs", "all_springs", "no_forces", "each_force", "axes", "trails"), False)
    asked = [name for name, value in {**usual, **flags}.items() if getattr(chosen, name) != value]
    if chosen.landscape is not None and asked:
        option = f"--{asked[0].replace('_', '-')}"
        raise SceneError("--landscape", Words(f"a landscape with {option}"), "a landscape without it")


def _labels(text: str | None) -> Any:
    """Return names at the points: a word that says which, or the words themselves."""
    return text if text in (None, "index", "class") else text.split(",")

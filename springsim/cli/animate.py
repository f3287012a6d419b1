"""``animate``: the way of a scene to rest, as an animation."""

from __future__ import annotations

import argparse
from typing import Final

from springsim.cli.arguments import (
    Commands,
    Switch,
    add_input,
    add_legend,
    add_look,
    add_options,
    add_output,
    add_view,
    check_output,
    chosen_options,
    command,
    margins,
    number,
    one_of,
    output_format,
    read_scene,
    read_scene_or_run,
    whole,
    write_output,
)
from springsim.cli.runs import bar, exit_code, not_at_rest, smooth_run
from springsim.export import formats
from springsim.solvers.step import DESCENT
from springsim.solvers.trajectory import Trajectory
from springsim.validation.errors import SceneError, Words, shown
from springsim.validation.limits import (
    ANIMATION_FRAMES_MAX,
    DPI_MAX,
    DPI_MIN,
    FILM_POINTS_MAX,
    FPS_MAX,
    FRAMES_MIN,
    SIZE_MAX,
    SIZE_MIN,
    STEPS_MAX,
)

_MOMENTUM: Final = DESCENT["momentum"]
_FORMATS: Final = formats.offered("animate")
_STEP_MAX: Final = 4.0  #: multiple of the stable step; 2 is the end of stability


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "animate",
        "animate the way of a scene to rest",
        "Animate the way of a scene to rest, by gradient descent; or a run that was saved\n"
        "(npz, html), such as a recorded training, as it is. With --frame it is the way\n"
        "to rest from that frame instead. The suffix decides on the format: gif, mp4\n"
        "(needs the extra mp4), or html, one file that plays in any browser, without a\n"
        "network.",
        [
            "scene.json -o scene.gif",
            "scene.json -o slide.mp4 --size 1920x1080 --dpi 150 --frames 240",
            "scene.json -o talk.gif --seconds 8 --trails --title 'Two classes'",
            "scene.json -o lesson.html --margins 0.2:3:21",
            "scene.json -o too-far.gif --step 2.1 --style dark --lang zh",
            "training.npz -o training.gif --trails",
        ],
    )
    add_input(parser)
    add_output(parser, "animation", required=True)
    parser.add_argument("--format", type=one_of(_FORMATS), help=f"{', '.join(_FORMATS)} (default: by suffix; gif for -)")
    parser.add_argument(
        "--margins", type=margins, metavar="LOW:HIGH:COUNT", help="html: margins for its slider, each with a run of its own"
    )
    parser.add_argument(
        "--frames",
        type=whole(FRAMES_MIN, ANIMATION_FRAMES_MAX),
        metavar="N",
        help=f"most frames, {FRAMES_MIN} to {ANIMATION_FRAMES_MAX} (default: {formats.FRAMES}; with --seconds what that takes)",
    )
    parser.add_argument(
        "--fps",
        type=whole(1, FPS_MAX),
        default=formats.FPS,
        metavar="N",
        help=f"frames a second, 1 to {FPS_MAX}; with --seconds at most so many (default: %(default)s)",
    )
    add_options(parser, "seconds", "pause", "loop")
    parser.add_argument(
        "--size",
        type=_size,
        default=formats.SIZE,
        metavar="WxH",
        help=f"width and height in pixels, {SIZE_MIN} to {SIZE_MAX} each (default: {'x'.join(map(str, formats.SIZE))})",
    )
    parser.add_argument(
        "--dpi",
        type=whole(DPI_MIN, DPI_MAX),
        default=formats.DPI,
        metavar="N",
        help=f"pixels an inch, {DPI_MIN} to {DPI_MAX}: more make words and lines larger (default: %(default)s)",
    )
    parser.add_argument(
        "--centre",
        type=whole(0, FILM_POINTS_MAX - 1),
        metavar="POINT",
        help="point from which similar (solid) and dissimilar (hollow) are told apart, from 0 (default: points by class)",
    )
    springs = parser.add_mutually_exclusive_group()
    springs.add_argument("--springs", action=Switch, default=True, help="draw springs; of many those that act")
    springs.add_argument("--all-springs", action="store_true", help="every spring, however many")
    parser.add_argument("--forces", action=Switch, default=True, help="draw the force on each point as an arrow")
    parser.add_argument("--circle", action=Switch, default=True, help="draw the circle of radius m round the centre")
    parser.add_argument("--trails", action=Switch, default=False, help="draw the path of each point so far")
    add_legend(parser)
    parser.add_argument("--title", default="", metavar="WORDS", help="words above the picture")
    add_view(parser)
    parser.add_argument(
        "--step",
        type=number(0.0, _STEP_MAX, open_low=True),
        metavar="S",
        help=f"step as a multiple of the stable step, up to {_STEP_MAX:g} (default: 0.2, or less where that is smoother)",
    )
    parser.add_argument(
        "--momentum",
        type=number(_MOMENTUM.low, _MOMENTUM.high),
        metavar="B",
        help=f"momentum, {_MOMENTUM.low:g} to {_MOMENTUM.high:g} (default: 0)",
    )
    parser.add_argument(
        "--steps", type=whole(1, STEPS_MAX), metavar="N", help="most steps (default: 20000, fewer with very many springs)"
    )
    add_look(parser, "lecture")
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    from springsim.export.animation import most_frames, movie

    format = output_format(chosen, _FORMATS)
    asked = chosen_options(chosen, format, left_out=("legend", "view"))
    check_output(chosen)
    given = read_scene(chosen) if chosen.frame is not None else read_scene_or_run(chosen)
    wanted = most_frames(chosen.frames, chosen.fps, chosen.seconds)
    if isinstance(given, Trajectory):
        _check_as_it_is(chosen)
        run = given
    else:
        run = smooth_run(given, step=chosen.step, momentum=chosen.momentum or 0.0, steps=chosen.steps, frames=wanted)
    with bar("frames" if formats.get(format).made_by else "runs") as progress:
        data = movie(
            run,
            format,
            centre=chosen.centre,
            style=chosen.style,
            language=chosen.lang,
            frames=chosen.frames,
            fps=chosen.fps,
            size=chosen.size,
            dpi=chosen.dpi,
            margins=chosen.margins,
            springs="all" if chosen.all_springs else chosen.springs,
            forces=chosen.forces,
            circles="selected" if chosen.circle else "none",
            trails=chosen.trails,
            legend=chosen.legend,
            view=chosen.view,
            progress=progress,
            **asked,
        )
    write_output(chosen, data, format)
    return exit_code(not_at_rest(run))


def _check_as_it_is(chosen: argparse.Namespace) -> None:
    """Refuse what is asked of gradient descent where a run is played as it is."""
    for name in ("step", "momentum", "steps"):
        if getattr(chosen, name) is not None:
            allowed = "a run without it; with --frame first or last, gradient descent from there"
            raise SceneError(f"--{name}", Words(f"a run with --{name}"), allowed)


def _size(text: str) -> tuple[int, int]:
    width, by, height = text.lower().partition("x")
    if not by:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not allowed; expected WIDTHxHEIGHT, as in 960x720")
    read = whole(SIZE_MIN, SIZE_MAX)
    return read(width), read(height)

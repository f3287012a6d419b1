"""``settle``: the equilibrium that a scene comes to."""

from __future__ import annotations

import argparse
import sys

from springsim.cli.arguments import (
    Commands,
    add_input,
    add_output,
    check_output,
    command,
    number,
    read_scene,
    whole,
    write_output,
)
from springsim.cli.runs import exit_code, not_settled
from springsim.model import files
from springsim.solvers.settle import settle
from springsim.validation.limits import EVALUATIONS_MAX


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "settle",
        "let a scene come to rest",
        "Go downhill to an equilibrium; print its loss (sum), residual (largest force on\n"
        "a free point) and the number of evaluations: on standard error where standard\n"
        "output takes the scene.",
        ["scene.json", "scene.json -o rest.json", "- --margin 2 -o - <scene.json >rest.json"],
    )
    add_input(parser)
    add_output(parser, "scene file for the scene at rest")
    parser.add_argument(
        "--tol", type=number(0, 1), default=1e-9, help="at rest when no force exceeds this many margins (default: %(default)s)"
    )
    parser.add_argument(
        "--evaluations",
        type=whole(1, EVALUATIONS_MAX),
        default=10_000,
        metavar="N",
        help="most evaluations of the forces (default: %(default)s)",
    )
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    check_output(chosen)
    rest = settle(read_scene(chosen), tol=chosen.tol, max_evaluations=chosen.evaluations)
    if chosen.output is not None:
        write_output(chosen, f"{rest.scene.to_json()}\n".encode(), "json")
    stream = sys.stderr if chosen.output == files.STREAM else sys.stdout
    print(f"loss {rest.loss!r}\nresidual {rest.residual!r}\nevaluations {rest.evaluations}", file=stream)
    return exit_code(not_settled(rest))

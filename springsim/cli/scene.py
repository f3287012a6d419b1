"""``scene``: a named scene, or points of one's own, as a scene file."""

from __future__ import annotations

import argparse
import difflib

from springsim.cli.arguments import (
    Commands,
    add_columns,
    add_output,
    check_output,
    command,
    margin,
    read_points,
    whole,
    write_output,
)
from springsim.validation.errors import SceneError
from springsim.validation.limits import SEED_MAX


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "scene",
        "write a named scene, or points of your own, as a file",
        "Write a named scene, or the points of a table, as a scene file, which the other\ncommands and the app read.",
        [
            "--list",
            "fig2a -o fig2a.json",
            "two-classes --seed 7 --margin 2",
            "--from iris.csv --label-column species -o iris.json",
            "--from run.npz --columns x0,x1,x2 --scale margin -o run.json",
        ],
    )
    parser.add_argument("preset", metavar="PRESET", nargs="?", help="name of the scene; --list shows them")
    parser.add_argument("--list", action="store_true", help="list the names, with titles")
    parser.add_argument("--seed", type=whole(0, SEED_MAX), default=0, help="for scenes made at random (default: %(default)s)")
    parser.add_argument("--margin", type=margin, metavar="M", help="margin, instead of the scene's own, or 1")
    parser.add_argument(
        "--from",
        dest="file",
        metavar="FILE",
        help="instead of a name: points (csv, tsv, npz, npy, zip, json); - is standard input",
    )
    add_columns(parser)
    add_output(parser, "scene file", default="-")
    parser.set_defaults(run=_run, parser=parser)


def _run(chosen: argparse.Namespace) -> int:
    from springsim.model import presets

    if chosen.list + (chosen.preset is not None) + (chosen.file is not None) != 1:
        chosen.parser.error("expected the name of a scene, --list or --from FILE, and one of them only")
    if chosen.list:
        width = max(map(len, presets.names()))
        for name in presets.names():
            print(f"{name:{width}}  {presets.get(name).title['en']}")
        return 0
    check_output(chosen)
    if chosen.file is not None:
        scene = read_points(chosen, chosen.file).points.scene
    else:
        scene = presets.load(_known(chosen.preset, presets.names()), chosen.seed)
        if chosen.margin is not None:
            scene = scene.replace(margin=chosen.margin)
    write_output(chosen, f"{scene.to_json()}\n".encode(), "json")
    return 0


def _known(name: str, names: tuple[str, ...]) -> str:
    """Return the name of a preset, or say which ones are near."""
    if name in names:
        return name
    near = difflib.get_close_matches(name[:100].lower(), names, n=3, cutoff=0.6)
    raise SceneError("preset", name, " or ".join([*near, f"one of the {len(names)} names that scene --list shows"]))

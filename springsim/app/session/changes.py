"""Changes of the entry on a board, each one step of its history; those of the scene alone are in `edits`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, Final

from springsim.app.session import edits, history, lookahead, opening, recorded_run, state
from springsim.app.session.operation import Command, Operation
from springsim.app.session.state import Board, Entry
from springsim.board import settings
from springsim.board.settings import Setting
from springsim.model import presets
from springsim.model.scene import Scene
from springsim.solvers.simulate import Trajectory
from springsim.validation.errors import SceneError
from springsim.validation.fields import Check, Flag, Integer
from springsim.validation.limits import APP, COUNT_MAX

#: What a change says that goes on while something is dragged: the number of the gesture, and whether more of it is to come.
GESTURE: Final[dict[str, Check]] = {"gesture": Integer(0, COUNT_MAX), "live": Flag()}
_POINTS: Final = ("i", "j", "to")  # arguments that are the index of a point


def edit(change: Callable[..., Scene], **args: Check) -> Operation:
    """Return the operation that changes the scene by a function of it and of these arguments, by name."""

    def act(board: Board, command: Command, seen: int | None) -> Board:
        own = {name: value for name, value in command.args.items() if name not in GESTURE}
        return _changed(board, command, seen, lambda entry: _of_own(entry, change(entry.scene, **own)))

    return Operation(args, act)


def tuned(row: Setting) -> Operation:
    """Return the operation that gives a setting another value."""

    def change(entry: Entry, value: Any) -> Entry:
        if row.placed is not None:
            return dataclasses.replace(entry, scene=row.placed(entry.scene, value))
        return dataclasses.replace(entry, settings=settings.chosen({**entry.settings, row.id: value}))

    def act(board: Board, command: Command, seen: int | None) -> Board:
        return _changed(board, command, seen, lambda entry: change(entry, command.args["value"]), plays_on=True)

    return Operation({"value": row.check, **GESTURE}, act)


def with_run(board: Board, trajectory: Trajectory, seen: int | None) -> Board:
    """Return the board with a run, played as it was recorded, as its newest entry.

    A change of the margin leaves its positions as they are; any change of the points goes on by simulation from the frame seen.

    Raises
    ------
    SceneError
        If there is more in it than the board holds.
    """
    entry = Entry(trajectory.scene, settings=board.entry.settings, run=recorded_run.of(trajectory))
    return dataclasses.replace(history.pushed(board, entry, seen), held=(), level=lookahead.FIRST)


def preset(board: Board, command: Command, seen: int | None) -> Board:
    """Load a preset, which descends as is the default."""
    name, seed = command.args["id"], command.args["seed"]
    return _changed(board, command, seen, lambda entry: Entry(presets.load(name, seed), name, pristine=True, seed=seed))


def scatter(board: Board, command: Command, seen: int | None) -> Board:
    """Put the free points at random."""
    seed = command.args["seed"]
    return _changed(
        board, command, seen, lambda entry: dataclasses.replace(_of_own(entry, entry.scene.scattered(seed=seed)), seed=seed)
    )


def nudge(board: Board, command: Command, seen: int | None) -> Board:
    """Nudge the points: along the softest mode where they are seen at rest."""
    at_end = seen is not None and seen == len(board.trajectory) - 1
    rest = state.rest_of(board) if at_end else None
    return _changed(board, command, seen, lambda entry: _of_own(entry, edits.nudged(entry.scene, command.args["seed"], rest)))


def open_file(board: Board, command: Command, seen: int | None) -> Board:
    """Show the scene of a file."""
    scene = Scene.from_json(command.args["text"], limits=APP)
    return _changed(board, command, seen, lambda entry: dataclasses.replace(_of_own(entry, scene), preset=""))


def take_file(board: Board, command: Command, seen: int | None) -> Board:
    """Show what is in a file, as a preview said that it would be: points, or a run."""
    content = opening.content(command.args, board.entry.scene.margin)
    if isinstance(content, Trajectory):
        return with_run(board, content, seen)
    return _changed(board, command, seen, lambda entry: dataclasses.replace(_of_own(entry, content), preset=""))


def resume(board: Board, command: Command, seen: int | None) -> Board:
    """Go on from the frame seen, by simulation; steps are counted on from those that were simulated."""
    offset = 0 if board.entry.run is not None else board.entry.offset + board.step_at(seen)
    entry = dataclasses.replace(_seen(board, seen), offset=offset)
    return dataclasses.replace(history.pushed(board, entry, seen), level=lookahead.FIRST)


def _changed(
    board: Board, command: Command, seen: int | None, change: Callable[[Entry], Entry], *, plays_on: bool = False
) -> Board:
    """Return the board with a change of what is seen as its newest entry; while points are dragged they are held.

    With `plays_on`, a recorded run stays the one that it is.
    """
    args, points = command.args, len(board.entry.scene)
    for name in _POINTS:
        highest = max(_listed(args.get(name, -1)))
        if highest >= points:
            raise SceneError(f"{command.op}.{name}", highest, f"the index of a point, below {points}")
    start = _as_recorded(board, seen) if plays_on and board.entry.run is not None else _seen(board, seen)
    entry = dataclasses.replace(change(start), gesture=args.get("gesture", 0))
    live = args.get("live", False)
    return dataclasses.replace(
        history.pushed(board, entry, seen),
        held=_listed(args.get("i", ())) if live else (),
        level=lookahead.LIVE if live else lookahead.FIRST,
    )


def _listed(points: int | Sequence[int]) -> tuple[int, ...]:
    return (points,) if isinstance(points, int) else tuple(points)


def _seen(board: Board, seen: int | None) -> Entry:
    """Return the entry as it would start at the frame seen."""
    old = board.entry
    scene = board.scene_at(seen)
    return dataclasses.replace(old, scene=scene, pristine=old.pristine and not seen, gesture=0, offset=0, shown=0, run=None)


def _as_recorded(board: Board, seen: int | None) -> Entry:
    """Return the entry with its recorded run and a note of the step that is shown."""
    old = board.entry
    return dataclasses.replace(old, shown=old.shown if seen is None else board.step_at(seen), gesture=0)


def _of_own(entry: Entry, scene: Scene) -> Entry:
    """Return the entry with a scene that is not its preset any more."""
    return dataclasses.replace(entry, scene=scene, pristine=False)

"""The reducer of the board: board and message in, board out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from springsim.app.session import edits, exports, landscape_layer, lookahead, state
from springsim.app.session.commands import ENTRIES_MAX, SCRIPT, Command, Message, Refused
from springsim.app.session.state import DEFAULT_STEP, Board, Entry, Export, Shared
from springsim.board import wire
from springsim.energy.stability import Stability
from springsim.export import formats
from springsim.model import presets
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError
from springsim.validation.limits import APP

_LISTED_MAX: Final = 500_000  # springs listed in all of the history, some 8 MB


def handled(board: Board, message: Message) -> Board:
    """Return the board after a message: each new command in turn, then one look ahead.

    Commands made for another epoch are left alone: the board will see the new epoch in the answer and send its entries. A
    message that brings nothing new, sent again because its answer was lost, gets the same answer.
    """
    if message.epoch != board.epoch or all(0 < command.seq <= board.ack for command in message.commands):
        return board
    before = board
    board = dataclasses.replace(board, errors=(), shared=None, leaving="", piece=-1, survey=None, told=False)
    seen = _frame_seen(board, message)
    wanted: Command | None = None
    surveyed: Command | None = None
    for command in message.commands:
        if 0 < command.seq <= board.ack:
            continue
        try:
            if isinstance(command, Refused):
                raise command.error
            board = _applied(board, command, seen)
            if command.op == "export":
                wanted = command
            elif command.op == "landscape":
                surveyed = command
        except SceneError as error:
            board = dataclasses.replace(board, errors=(*board.errors, state.without_traceback(error)))
        board = dataclasses.replace(board, ack=max(board.ack, command.seq))
        if board.entry is not before.entry:
            seen = None
    board = _looked_ahead(board, before)
    if surveyed is not None:
        board = _surveyed(board, surveyed, seen)
    return board if wanted is None else _exported(board, wanted, seen or 0)


def placed(board: Board, preset: str, margin: float) -> Board:
    """Return the board with a preset at a margin, as one change made elsewhere than on it."""
    return _placed(board, Entry(presets.load(preset).replace(margin=margin), preset, pristine=True))


def placed_scene(board: Board, scene: Scene, preset: str) -> Board:
    """Return the board with a scene, as one change made elsewhere; the preset is the one that it came from, if any."""
    return _placed(board, Entry(scene, preset))


def _placed(board: Board, entry: Entry) -> Board:
    after = dataclasses.replace(_pushed(board, entry, None), held=None, level=lookahead.FIRST, errors=(), shared=None)
    return _looked_ahead(after, board)


def _frame_seen(board: Board, message: Message) -> int | None:
    """Return the frame of the current trajectory that the visitor acted on; None stands for the start of the entry."""
    number, frame = message.seen
    return min(frame, len(board.trajectory) - 1) if number == board.serial else None


def _applied(board: Board, command: Command, seen: int | None) -> Board:
    a, op = command.args, command.op
    if op in ("undo", "redo"):
        return _stepped(board, -1 if op == "undo" else 1, seen)
    if op == "more":
        return dataclasses.replace(board, level=min(board.level + 1, lookahead.FULL))
    if op == "language":
        return dataclasses.replace(board, language=a["value"])
    if op in ("export", "landscape"):  # of what all commands of the message lead to
        return board
    if op == "rest":
        return dataclasses.replace(board, rest=_rest(board), told=True)
    if op == "poll":
        return dataclasses.replace(board, piece=a["at"])
    if op == "drop":
        return dataclasses.replace(board, export=None)
    if op == "go":
        return _left_for(board, a["page"], seen)
    if op == "restore":
        return _restored(board, a["entries"], a["index"])
    here = _scene_seen(board, seen)
    if op == "share":
        step = 0 if seen is None else int(board.trajectory.steps[seen])
        return dataclasses.replace(board, shared=_shared(board, here, command, step))
    old = board.entry
    entry = dataclasses.replace(old, scene=here, pristine=old.pristine and not seen, gesture=0, offset=0, shown=0)
    if op == "resume":
        steps = 0 if seen is None else int(board.trajectory.steps[seen])
        entry = dataclasses.replace(entry, offset=old.offset + steps)
        return dataclasses.replace(_pushed(board, entry, seen), level=lookahead.FIRST)
    live = a.get("live", False)
    if op == "nudge" and seen is not None and seen == len(board.trajectory) - 1:
        here = edits.nudged(here, a["seed"], _rest(board))
        entry = dataclasses.replace(entry, scene=here, pristine=False)
    else:
        entry = _changed(entry, op, a)
    entry = dataclasses.replace(entry, gesture=a.get("gesture", 0))
    held = a["i"] if op == "move" and live else None
    return dataclasses.replace(_pushed(board, entry, seen), held=held, level=lookahead.LIVE if live else lookahead.FIRST)


def _rest(board: Board) -> Stability | None:
    """Return how the loss curves where the board rests, found now if that was left for later."""
    later = board.rest is None and board.level > lookahead.LIVE and lookahead.kind_later(board.trajectory)
    return wire.rest_of(board.trajectory) if later else board.rest


def _changed(entry: Entry, op: str, a: Mapping[str, Any]) -> Entry:
    """Return the entry with one change of its scene or settings; what is not a valid change raises `SceneError`."""
    scene = entry.scene
    for name in ("i", "j", "to"):
        if a.get(name, -1) >= len(scene):
            raise SceneError(f"{op}.{name}", a[name], f"the index of a point, below {len(scene)}")
    own: dict[str, Any] = {"pristine": False}
    if op == "add":
        scene = edits.added(scene, a["x"], a["y"], a["label"], a["to"])
    elif op == "move":
        scene = edits.moved(scene, a["i"], a["x"], a["y"])
    elif op == "delete":
        scene = edits.removed(scene, a["i"])
    elif op == "pin":
        scene = edits.pinned(scene, a["i"], a["on"])
    elif op == "label":
        scene = edits.relabelled(scene, a["i"], a["label"])
    elif op == "tie":
        if a["i"] == a["j"]:
            raise SceneError("tie.j", a["j"], "another point than i")
        scene = edits.tied(scene, a["i"], a["j"], a["similar"], a["dissimilar"])
    elif op == "springs":
        scene = {"labels": edits.by_class, "pairs": edits.by_hand, "none": edits.untied}[a["kind"]](scene)
    elif op == "margin":
        scene, own = scene.replace(margin=a["value"]), {}
    elif op in ("step", "momentum"):
        own = {op: a["value"]}
    elif op == "preset":
        scene, own = presets.load(a["id"], a["seed"]), {"preset": a["id"], "seed": a["seed"], "pristine": True}
        own |= {"step": DEFAULT_STEP, "momentum": 0.0}
    elif op == "scatter":
        scene, own = scene.scattered(a["seed"]), {"seed": a["seed"], "pristine": False}
    elif op == "nudge":
        scene = edits.nudged(scene, a["seed"])
    elif op == "domain":
        scene = edits.placed_in(scene, a["value"])
    elif op == "clear":
        scene = edits.cleared(scene)
    elif op == "open":
        scene, own = Scene.from_json(a["text"], limits=APP), {"preset": "", "pristine": False}
    else:
        raise AssertionError(op)
    return dataclasses.replace(entry, scene=scene, **own)


def _scene_seen(board: Board, seen: int | None) -> Scene:
    """Return the scene of the frame seen, with the pins of the entry (a held point is not pinned)."""
    scene = board.entry.scene
    return scene if seen is None else scene.replace(positions=board.trajectory.positions[seen])


def _pushed(board: Board, entry: Entry, seen: int | None) -> Board:
    """Return the board with a new entry after the current one, or in its place while the same gesture goes on."""
    same = entry.gesture != 0 and entry.gesture == board.entry.gesture
    past = board.entries[: board.index] if same else (*board.entries[: board.index], _left(board, seen))
    entries = (*past, entry)
    surplus = _surplus(entries)
    return dataclasses.replace(
        board, entries=entries[surplus:], index=len(entries) - surplus - 1, dropped=board.dropped + surplus
    )


def _surplus(entries: tuple[Entry, ...]) -> int:
    """Return how many of the oldest entries to forget, so that neither their number nor their springs by hand pile up."""
    room, seen = _LISTED_MAX, None
    for kept, entry in enumerate(reversed(entries)):
        springs = entry.scene.springs
        room -= 0 if springs is seen else len(springs.similar) + len(springs.dissimilar)
        seen = springs
        if kept == ENTRIES_MAX or (room < 0 and kept > 1):
            return len(entries) - kept
    return 0


def _left(board: Board, seen: int | None) -> Entry:
    """Return the current entry with a note of the step that is shown; one that was never seen keeps its note."""
    return board.entry if seen is None else dataclasses.replace(board.entry, shown=int(board.trajectory.steps[seen]))


def _left_for(board: Board, page: str, seen: int | None) -> Board:
    """Return the board as it waits while another page is shown: with a note of the step that is shown."""
    entries = list(board.entries)
    entries[board.index] = _left(board, seen)
    return dataclasses.replace(board, entries=tuple(entries), leaving=page)


def _stepped(board: Board, by: int, seen: int | None) -> Board:
    index = board.index + by
    if not 0 <= index < len(board.entries):
        return board
    entries = list(board.entries)
    entries[board.index] = _left(board, seen)
    return dataclasses.replace(board, entries=tuple(entries), index=index, held=None, level=lookahead.FIRST)


def _restored(board: Board, documents: list[dict[str, Any]], index: int) -> Board:
    if index >= len(documents):
        raise SceneError("restore.index", index, f"below the number of entries, {len(documents)}")
    entries: list[Entry] = []
    for k, document in enumerate(documents):
        if document["preset"]:
            presets.get(document["preset"])
        elif document["pristine"]:
            raise SceneError(f"restore.entries[{k}].pristine", True, "false where there is no preset")
        scene = Scene.from_json(document["scene"], limits=APP)
        if entries:
            scene = edits.sharing(scene, entries[-1].scene)
        entries.append(Entry(**{**document, "scene": scene}))
    return dataclasses.replace(board, entries=tuple(entries), index=index, dropped=0, held=None, level=lookahead.FIRST)


def _shared(board: Board, here: Scene, command: Command, step: int) -> Shared:
    kind = command.args["kind"]
    if kind == "file":
        return Shared(command.seq, kind, here.to_json(), exports.name(board.entry, "json", step))
    return Shared(command.seq, kind, state.query(board) if kind == "start" else state.query_of_moment(board, here))


def _exported(board: Board, command: Command, frame: int) -> Board:
    """Return the board with an export asked for, as it shows a frame."""
    step, format = int(board.trajectory.steps[frame]), command.args["format"]
    moment = step if formats.get(format).source == "figure" else None
    name = exports.name(board.entry, format, moment)
    try:
        if format == SCRIPT:
            return dataclasses.replace(
                board, shared=Shared(command.seq, "script", exports.script(board, command.args, frame), name)
            )
        order = exports.order(board.entry, board.language, command.args, step)
    except SceneError as error:
        return dataclasses.replace(board, errors=(*board.errors, state.without_traceback(error)))
    return dataclasses.replace(board, export=Export(command.seq, name, order))


def _surveyed(board: Board, command: Command, seen: int | None) -> Board:
    """Return the board with the landscape of a point asked for, at the frame seen or where a new trajectory starts."""
    a = command.args
    if a["point"] >= len(board.entry.scene):  # it was deleted meanwhile
        return board
    try:
        found = landscape_layer.survey(board.trajectory, seen or 0, a["point"], (a["left"], a["right"], a["bottom"], a["top"]))
    except SceneError as error:
        return dataclasses.replace(board, errors=(*board.errors, state.without_traceback(error)))
    return dataclasses.replace(board, survey=found)


def _looked_ahead(board: Board, before: Board) -> Board:
    """Return the board with the trajectory of its entry, as far ahead as its level says."""
    entry = board.entry
    start = entry.scene, entry.step, entry.momentum, board.held
    same = start == (before.entry.scene, before.entry.step, before.entry.momentum, before.held) and board.index == before.index
    if same and board.level == before.level:
        return board
    if same and before.ends and before.level > lookahead.LIVE:
        return dataclasses.replace(board, level=before.level)
    number = before.serial + 1
    trajectory = lookahead.look(entry.scene, entry.step, entry.momentum, board.level, held=board.held, shown=entry.shown)
    return dataclasses.replace(
        board,
        trajectory=trajectory,
        rest=lookahead.rest_of(trajectory, board.level),
        serial=number,
        origin=before.origin if same else number,
        tied=before.tied if entry.scene.springs is before.entry.scene.springs else number,
    )

"""The history of a board: new entries, undo and redo, and entries as documents, so that they outlive the server."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from springsim.app.session import edits, lookahead, recorded_run
from springsim.app.session.recorded_run import RecordedRun
from springsim.app.session.state import Board, Entry
from springsim.board import settings
from springsim.model import presets
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError, Words
from springsim.validation.fields import Check, Flag, Integer, Text, checked_fields
from springsim.validation.limits import APP, COUNT_MAX, RESTORE_MAX

ENTRIES_MAX: Final = 100  #: states that undo can return to
_BYTES_MAX: Final = 8_000_000  # of springs that are listed and of runs that were recorded, in all of the history
_PAIR: Final = 16  # bytes

#: What an entry is as a document, beside its scene and its run.
_DOCUMENT: Final[Mapping[str, Check]] = {
    "preset": Text(100),  # empty for none
    "pristine": Flag(),
    "seed": settings.SEED.check,
    **{row.id: row.check for row in settings.DESCENT},
    "offset": Integer(0, COUNT_MAX),
    "shown": Integer(0, COUNT_MAX),
}


def pushed(board: Board, entry: Entry, seen: int | None) -> Board:
    """Return the board with a new entry after the current one, or in its place while the same gesture goes on."""
    same = entry.gesture != 0 and entry.gesture == board.entry.gesture
    past = board.entries[: board.index] if same else (*board.entries[: board.index], _left(board, seen))
    made = board.made + 1
    entries = (*past, dataclasses.replace(entry, number=made))
    surplus = _surplus(entries)
    return dataclasses.replace(
        board, entries=entries[surplus:], index=len(entries) - surplus - 1, dropped=board.dropped + surplus, made=made
    )


def noted(board: Board, seen: int | None) -> Board:
    """Return the board with a note of the step that is shown in its current entry."""
    entries = list(board.entries)
    entries[board.index] = _left(board, seen)
    return dataclasses.replace(board, entries=tuple(entries))


def stepped(board: Board, by: int, seen: int | None) -> Board:
    """Return the board so many entries later in its history; as it is where the history ends before."""
    index = board.index + by
    if not 0 <= index < len(board.entries):
        return board
    return dataclasses.replace(noted(board, seen), index=index, held=(), level=lookahead.FIRST)


def cancelled(board: Board, gesture: int) -> Board:
    """Return the board without what a gesture has done to it so far."""
    if gesture != board.entry.gesture or not board.index:
        return dataclasses.replace(board, held=(), level=lookahead.FIRST)
    before = board.entries[: board.index]
    return dataclasses.replace(board, entries=before, index=board.index - 1, held=(), level=lookahead.FIRST)


def document(entry: Entry, scene: str) -> dict[str, Any]:
    """Return an entry as a document, with its scene as this text, and of its run the id."""
    values = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)} | dict(entry.settings)
    run = "" if entry.run is None else entry.run.id
    return {"scene": scene, "run": run, **{name: values[name] for name in _DOCUMENT}}


def checked_documents(name: str, value: Any) -> list[dict[str, Any]]:
    """Return a history as documents, each checked field by field; their scenes are texts still."""
    if not isinstance(value, list) or not 0 < len(value) <= ENTRIES_MAX:
        raise SceneError(name, value, f"a list of 1 to {ENTRIES_MAX} states")
    checks: dict[str, Check] = {"scene": Text(APP.text), "run": recorded_run.checked, **_DOCUMENT}
    documents = [checked_fields(f"{name}[{k}]", each, checks) for k, each in enumerate(value)]
    size = sum(len(each["scene"]) + recorded_run.size(each["run"]) for each in documents)
    if size > RESTORE_MAX:
        raise SceneError(name, Words(f"{size} characters"), f"at most {RESTORE_MAX} characters")
    return documents


def restored(board: Board, documents: list[dict[str, Any]], index: int) -> Board:
    """Return the board with another history, at one of its entries."""
    entries = _numbered(_read(documents, index), board.made)
    return dataclasses.replace(
        board, entries=entries, index=index, dropped=0, made=entries[-1].number, held=(), level=lookahead.FIRST
    )


def prepended(board: Board, documents: list[dict[str, Any]], index: int) -> Board:
    """Return the board with another history, up to one of its entries, before its own."""
    before = _numbered(_read(documents, index)[: index + 1], board.made)
    entries = (*before, *board.entries)
    surplus = _surplus(entries)
    return dataclasses.replace(
        board,
        entries=entries[surplus:],
        index=board.index + index + 1 - surplus,
        dropped=board.dropped + surplus,
        made=before[-1].number,
    )


def _read(documents: list[dict[str, Any]], index: int) -> tuple[Entry, ...]:
    """Return the entries of a history that was kept as documents."""
    if index >= len(documents):
        raise SceneError("restore.index", index, f"below the number of entries, {len(documents)}")
    entries: list[Entry] = []
    runs: dict[str, tuple[RecordedRun, Scene]] = {}
    held = 0  # bytes of runs
    for k, each in enumerate(documents):
        if each["preset"]:
            presets.get(each["preset"])
        elif each["pristine"]:
            raise SceneError(f"restore.entries[{k}].pristine", True, "false where there is no preset")
        scene = Scene.from_json(each["scene"], limits=APP)
        if entries:
            scene = edits.sharing(scene, entries[-1].scene)
        others = {name: value for name, value in each.items() if name not in settings.DEFAULTS}
        run = _run(f"restore.entries[{k}].run", each["run"], scene, runs)
        held += 0 if run is None or isinstance(each["run"], str) else run.positions.nbytes
        if held > _BYTES_MAX:
            raise SceneError("restore.entries", Words(f"{held} bytes of runs"), f"at most {_BYTES_MAX}")
        entries.append(Entry(**{**others, "scene": scene, "settings": settings.chosen(each), "run": run}))
    return tuple(entries)


def _run(name: str, said: Any, scene: Scene, known: dict[str, tuple[RecordedRun, Scene]]) -> RecordedRun | None:
    """Return the run of an entry that was kept: one of those known, by id, or another one, which is known then."""
    if said == "":
        return None
    if not isinstance(said, str):
        run = recorded_run.read(name, said, scene)
        known[run.id] = run, scene
        return run
    if said not in known or known[said][1] != scene.replace(margin=known[said][1].margin):
        raise SceneError(name, said, "the run of a state before, whose scene differs in its margin only")
    return known[said][0]


def _numbered(entries: tuple[Entry, ...], made: int) -> tuple[Entry, ...]:
    """Return entries with numbers of their own, after those that were made before."""
    return tuple(dataclasses.replace(entry, number=made + 1 + k) for k, entry in enumerate(entries))


def _surplus(entries: tuple[Entry, ...]) -> int:
    """Return how many of the oldest entries to forget, so that neither they nor their listed springs nor their runs pile up."""
    room, seen, played = _BYTES_MAX, None, None
    for kept, entry in enumerate(reversed(entries)):
        springs = entry.scene.springs
        room -= 0 if springs is seen else _PAIR * (len(springs.similar) + len(springs.dissimilar))
        room -= 0 if entry.run is None or entry.run is played else entry.run.positions.nbytes
        seen, played = springs, entry.run or played
        if kept == ENTRIES_MAX or (room < 0 and kept > 1):
            return len(entries) - kept
    return 0


def _left(board: Board, seen: int | None) -> Entry:
    """Return the current entry with a note of the step that is shown; one that was never seen keeps its note."""
    return board.entry if seen is None else dataclasses.replace(board.entry, shown=int(board.trajectory.steps[seen]))

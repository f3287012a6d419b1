"""What the board is sent: the trajectory as `springsim.board.wire` lays it out, and all that is said beside it.

An answer is never larger than `ANSWER_BYTES`. So a scene in a text, for a file or for the history, comes without its lists of
pairs, which the board has in its arrays and puts back, and a piece of an export waits for an answer without a trajectory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from springsim import texts
from springsim.app.session import address, exports, history, lookahead, opening, pages, recorded_run
from springsim.app.session.state import Board
from springsim.board import settings, wire
from springsim.export import formats
from springsim.model import presets
from springsim.validation.limits import ANSWER_BYTES, APP, FILE_BYTES, KIND_POINTS, LABEL_MAX, LINK_MAX

_MISSING_BYTES: Final = ANSWER_BYTES // 2  # of scenes of the history in an answer without a trajectory


def packed(
    board: Board,
    known_texts: str = "",
    known_springs: int = -1,
    known_run: int = -1,
    export: Mapping[str, Any] | None = None,
    piece: bytes = b"",
) -> bytes:
    """Return the answer for a board that already has something.

    Parameters
    ----------
    board : Board
        What is to be shown.
    known_texts : str, optional
        Language whose texts it has.
    known_springs, known_run : int, optional
        Serial numbers of the list of springs and of the trajectory that it has.
    export : mapping, optional
        How the export goes that it asked for.
    piece : bytes, optional
        Part of the file that came of it.
    """
    known = known_run == board.serial and known_texts == board.language
    trajectory, entry, scene = board.trajectory, board.entry, board.entry.scene
    described = wire.described(scene)
    head: dict[str, Any] = {
        **described,
        "springs": {"serial": board.springs_serial, **described["springs"]},
        "epoch": board.epoch,
        "ack": board.ack,
        "serial": board.serial,
        "origin": board.origin,
        "held": board.held,
        **entry.settings,
        "preset": entry.preset,
        "seed": entry.seed,
        "offset": entry.offset,
        **wire.told(trajectory),
        "strongest": wire.strongest(trajectory),
        "smooth": not wire.exact(len(scene)),
        "ends": board.ends,
        "rest": wire.rest(board.rest) if not known or board.rest_asked else None,
        "later": board.rest is None and board.level > lookahead.LIVE and lookahead.kind_later(trajectory),
        "told": board.rest_asked,
        "more": not board.ends and board.level < lookahead.FULL,
        "level": board.level,
        "cursor": lookahead.frame_of_step(trajectory, entry.shown),
        "language": board.language,
        "hidden": board.hidden,
        "errors": [texts.error(error, board.language) for error in board.errors],
        "history": _place(board, known=known),
    }
    if board.shared is not None:
        head["shared"] = {name: getattr(board.shared, name) for name in ("seq", "kind", "text", "name")}
        if board.shared.kind == "file":
            head["shared"]["text"] = _without_lists(board.shared.text)
    if board.recalled is not None:
        head["recalled"] = board.recalled
    piece = piece if known else b""
    if export is not None:
        head["export"] = {**export, "at": board.piece if piece else -1}
    if known_texts != board.language:
        head["texts"], head["touch"] = texts.of(board.language), texts.of(board.language, "touch")
        head["choices"] = _choices(board.language)
    arrays: wire.Arrays = {}
    if known:
        del head["names"]  # it has them
    else:
        arrays |= {
            **wire.motion(trajectory),
            "numbers": wire.numbers(trajectory, entry.offset, _held(board)),
            **wire.mode(board.rest, entry.seed),
        }
    if known and board.rest_asked:
        arrays |= wire.mode(board.rest, entry.seed)
    if known_texts != board.language:
        arrays["curves"] = wire.curves(scene.law)
    if known_springs != board.springs_serial:
        arrays |= wire.springs(scene)
    if board.survey is not None:
        head["ground"] = board.survey.head
        arrays |= board.survey.arrays
    if board.inspected is not None:
        head["inspected"] = board.inspected.head | {"problem": _problem(board)}
        arrays |= board.inspected.arrays
    if piece:
        arrays["piece"] = np.frombuffer(piece, np.uint8)
    return wire.block(head, arrays)


def _problem(board: Board) -> str:
    """Return what is wrong with what was chosen of a file, in words."""
    refused = None if board.inspected is None else board.inspected.refused
    return "" if refused is None else texts.error(refused, board.language)


def _held(board: Board) -> list[int]:
    """Return the points that are held and would move if they were let go."""
    return [i for i in board.held if not board.entry.scene.pinned[i]]


def _place(board: Board, *, known: bool) -> dict[str, Any]:
    """Return the place in the history; after a finished change with the entry itself, so that it outlives the server.

    A board that knows the trajectory has the entry too.
    """
    entry = board.entry
    place: dict[str, Any] = {
        "index": board.index + board.dropped,
        "first": board.dropped,
        "length": len(board.entries) + board.dropped,
    }
    if board.level > lookahead.LIVE and not board.held and not known:
        outline = address.outline(entry.scene)
        place["query"] = address.query(board, outline)
        place["entry"] = history.document(entry, outline)
        place["shown"] = [each.shown for each in board.entries]
        place["numbers"] = [each.number for each in board.entries]
    if known and board.missing is not None:
        place["missing"] = _missing(board, *board.missing)
    if known and board.run_asked:
        runs = {each.run.id: each.run for each in board.entries if each.run is not None}
        found = runs.get(board.run_asked)
        place["run"] = {"id": board.run_asked, "gone": True} if found is None else recorded_run.document(found)
    return place


def _missing(board: Board, first: int, last: int) -> list[tuple[int, int, dict[str, Any] | None]]:
    """Return places in the history, with the entry's number and the whole entry; None where an answer has no room for it."""
    room = _MISSING_BYTES
    found: list[tuple[int, int, dict[str, Any] | None]] = []
    for k in range(max(first - board.dropped, 0), min(last + 1 - board.dropped, len(board.entries))):
        entry = board.entries[k]
        text = entry.scene.to_json() if room >= 0 else ""
        room -= len(text)
        found.append((k + board.dropped, entry.number, history.document(entry, text) if room >= 0 else None))
    return found


def _without_lists(text: str) -> str:
    """Return the text of a scene file with empty lists of pairs; a list of numbers has no quotes."""
    return re.sub(r'"(similar|dissimilar)":\[[^"]*\]', r'"\1":[]', text)


def _choices(language: str) -> dict[str, Any]:
    """Return what the controls offer; sent with the texts, since it changes with them only."""
    offered = [presets.get(name) for name in presets.names()]
    return {
        "presets": [
            {"id": p.id, "title": p.title[language], "lesson": p.lesson[language], "random": p.random, "focus": p.focus}
            for p in offered
        ],
        "sliders": settings.sliders(),
        "view": settings.view(),
        "points": APP.points,
        "kinds": KIND_POINTS,
        "label": LABEL_MAX,
        "link": LINK_MAX,
        "text": APP.text,
        "file": {"most": FILE_BYTES, "accept": opening.ACCEPTED},
        "pages": pages.offered(language),
        "exports": exports.offered(),
        "types": formats.types(),
        **wire.look(),
    }

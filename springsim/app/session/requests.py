"""What a board asks for that changes no entry: undo, more of the trajectory, links, files, exports, landscapes, other pages."""

from __future__ import annotations

import dataclasses

from springsim.app.session import address, exports, history, landscape_layer, lookahead, opening, state
from springsim.app.session.operation import Command
from springsim.app.session.state import Board, Export, Shared
from springsim.export import formats


def undo(board: Board, command: Command, seen: int | None) -> Board:
    """Return to the entry before."""
    return history.stepped(board, -1, seen)


def redo(board: Board, command: Command, seen: int | None) -> Board:
    """Go on to the next entry."""
    return history.stepped(board, 1, seen)


def restore(board: Board, command: Command, seen: int | None) -> Board:
    """Take over a history that another server knew, or that the browser kept."""
    return history.restored(board, command.args["entries"], command.args["index"])


def prepend(board: Board, command: Command, seen: int | None) -> Board:
    """Put a history before the board's own, so that undo leads from a link back to what was there before."""
    return history.prepended(board, command.args["entries"], command.args["index"])


def recall(board: Board, command: Command, seen: int | None) -> Board:
    """Look at the board as the browser says that it was looked at: checked, it goes back with the answer."""
    return dataclasses.replace(board, recalled={"seq": command.seq, **command.args})


def pages(board: Board, command: Command, seen: int | None) -> Board:
    """Take over what was chosen on the other pages, each of which checks its own when it is shown."""
    return dataclasses.replace(board, pages=command.args["chosen"])


def missing(board: Board, command: Command, seen: int | None) -> Board:
    """Ask for entries of the history that no answer was about."""
    return dataclasses.replace(board, missing=(command.args["first"], command.args["last"]))


def run(board: Board, command: Command, seen: int | None) -> Board:
    """Ask for the document of a recorded run that entries of the history refer to."""
    return dataclasses.replace(board, run_asked=command.args["id"])


def cancel(board: Board, command: Command, seen: int | None) -> Board:
    """Take back what a gesture has done so far, as if it had not begun."""
    return history.cancelled(board, command.args["gesture"])


def more(board: Board, command: Command, seen: int | None) -> Board:
    """Look farther ahead."""
    return dataclasses.replace(board, level=min(board.level + 1, lookahead.FULL))


def rest(board: Board, command: Command, seen: int | None) -> Board:
    """Say of which kind the equilibrium is."""
    return dataclasses.replace(board, rest=state.rest_of(board), rest_asked=True)


def language(board: Board, command: Command, seen: int | None) -> Board:
    """Speak another language."""
    return dataclasses.replace(board, language=command.args["value"])


def go(board: Board, command: Command, seen: int | None) -> Board:
    """Go to another page; the board waits with a note of the step that is shown."""
    return dataclasses.replace(history.noted(board, seen), leaving=command.args["page"])


def share(board: Board, command: Command, seen: int | None) -> Board:
    """Give a link to the moment seen or to the start, or the file of that moment."""
    kind, here = command.args["kind"], board.scene_at(seen)
    if kind == "file":
        name = exports.name(board.entry, "json", board.step_at(seen))
        given = Shared(command.seq, kind, here.to_json(), name)
    else:
        text = address.query(board) if kind == "start" else address.query_of_moment(board, here)
        given = Shared(command.seq, kind, text)
    return dataclasses.replace(board, shared=given)


def inspect(board: Board, command: Command, seen: int | None) -> Board:
    """Say what is in a file, and what would come of it; nothing of it is kept."""
    return dataclasses.replace(board, inspected=opening.preview(command.seq, command.args, board.entry.scene.margin))


def export(board: Board, command: Command, seen: int | None) -> Board:
    """Start to make a file of what is shown; a script is given at once."""
    frame, format = seen or 0, command.args["format"]
    step = board.step_at(frame)
    name = exports.name(board.entry, format, step if formats.get(format).source == "figure" else None)
    if format in formats.scripts():
        text = exports.script(board, command.args, frame)
        return dataclasses.replace(board, shared=Shared(command.seq, "script", text, name))
    order = exports.order(board.entry, board.language, command.args, step)
    return dataclasses.replace(board, export=Export(command.seq, name, order))


def poll(board: Board, command: Command, seen: int | None) -> Board:
    """Ask how the export goes, and for a piece of its file."""
    return dataclasses.replace(board, piece=command.args["at"])


def drop(board: Board, command: Command, seen: int | None) -> Board:
    """Give the export up."""
    return dataclasses.replace(board, export=None)


def landscape(board: Board, command: Command, seen: int | None) -> Board:
    """Survey the loss over the place of a point, in the frame seen."""
    a = command.args
    if a["point"] >= len(board.entry.scene):  # it was deleted meanwhile
        return board
    view = (a["left"], a["right"], a["bottom"], a["top"])
    return dataclasses.replace(board, survey=landscape_layer.survey(board.trajectory, seen or 0, a["point"], view))

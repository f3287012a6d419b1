"""The state of one visitor's board: a list of entries, which undo and redo walk along, and the trajectory of the one shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from springsim.app.session import lookahead
from springsim.app.session.landscape_layer import Survey
from springsim.app.session.opening import Preview
from springsim.app.session.recorded_run import RecordedRun
from springsim.board import wire
from springsim.board.settings import DEFAULTS
from springsim.energy.stability import Stability
from springsim.export.orders import Order
from springsim.model.scene import Scene
from springsim.solvers.simulate import Trajectory
from springsim.validation.errors import SceneError, Words


@dataclass(frozen=True, slots=True)
class Entry:
    """One state that undo can return to.

    Attributes
    ----------
    scene : Scene
        Where its trajectory starts.
    preset : str
        Preset it came from, empty for none.
    pristine : bool
        Whether `scene` still is that preset, but for the margin.
    seed : int
        Seed of the preset or of the last random positions.
    settings : mapping
        Of the descent: the rows of `springsim.board.settings.DESCENT`, by id.
    offset : int
        Steps already made before `scene`, where a trajectory was continued.
    shown : int
        Step that was shown when the entry was left.
    run : RecordedRun or None
        What is played, where that is a recorded run: `scene` then says by which springs and margin it is seen.
    gesture : int
        Number of the gesture that made it, so that one drag is one change; 0 for none.
    number : int
        Another one for every state that the board has been in.
    """

    scene: Scene
    preset: str = ""
    pristine: bool = False
    seed: int = 0
    settings: Mapping[str, float] = field(default_factory=lambda: DEFAULTS)
    offset: int = 0
    shown: int = 0
    run: RecordedRun | None = None
    gesture: int = 0
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Shared:
    """A link token, the text of a scene file or a script, asked for by a command; a file has a name."""

    seq: int
    kind: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """A file asked for that takes a while to make.

    Attributes
    ----------
    number : int
        Number of the command.
    name : str
        What the file is called.
    order : Order
        What is in it.
    """

    number: int
    name: str
    order: Order


@dataclass(frozen=True, slots=True)
class Board:
    """All that the server knows of one board.

    Attributes
    ----------
    epoch : str
        Name of this server-side session; a board that knows another one sends what it has.
    entries, index : tuple of Entry, int
        History, and where in it the board is.
    dropped : int
        Entries that fell off the far end of the history.
    made : int
        Number of the last entry that was made.
    trajectory : Trajectory
        Of the current entry.
    rest : Stability or None
        How the loss curves where it ends, if that is an equilibrium.
    serial : int
        Number of this trajectory.
    rest_asked : bool
        Whether `rest` was asked for in the last message.
    origin : int
        Number of the first trajectory from the same start: longer looks ahead share it.
    springs_serial : int
        Number of the trajectory with which the springs last changed.
    level : int
        How far ahead the trajectory looks: while dragging, at once, as far as the board needs.
    held : tuple of int
        Points held by the pointer.
    ack : int
        Number of the last command dealt with.
    language : str
        ``"en"`` or ``"zh"``.
    hidden : tuple of str
        Parts of the board that the address leaves out, of `springsim.board.parts`.
    errors : tuple of SceneError
        What was refused in the last message that brought something new.
    shared : Shared or None
        Answer to a request in it.
    inspected : Preview or None
        What is in the file that it was asked about in the last message.
    leaving : str
        Page that the visitor goes to, if any.
    export : Export or None
        File that is being made.
    survey : Survey or None
        Landscape of a point that was asked for in the last message.
    piece : int
        Place from which on a piece of that file is asked for; −1 for none.
    recalled : mapping or None
        How the board was looked at before the page was loaded again, if that was told in the last message.
    missing : tuple of int or None
        Entries that the board was never sent, counted with those that were dropped: the first asked for, and the last.
    run_asked : str
        Id of the recorded run whose document was asked for in the last message; empty for none.
    pages : mapping or None
        By page, what was chosen there before, if that was told in the last message.
    """

    epoch: str
    entries: tuple[Entry, ...]
    trajectory: Trajectory
    index: int = 0
    dropped: int = 0
    made: int = 0
    rest: Stability | None = None
    rest_asked: bool = False
    serial: int = 0
    origin: int = 0
    springs_serial: int = 0
    level: int = lookahead.FIRST
    held: tuple[int, ...] = ()
    ack: int = 0
    language: str = "en"
    hidden: tuple[str, ...] = ()
    errors: tuple[SceneError, ...] = ()
    shared: Shared | None = None
    inspected: Preview | None = None
    leaving: str = ""
    export: Export | None = None
    survey: Survey | None = None
    piece: int = -1
    recalled: Mapping[str, Any] | None = None
    missing: tuple[int, int] | None = None
    run_asked: str = ""
    pages: Mapping[str, Mapping[str, Any]] | None = None

    @property
    def entry(self) -> Entry:
        """The entry shown."""
        return self.entries[self.index]

    def scene_at(self, frame: int | None) -> Scene:
        """Return the scene of a frame, None for the start, with the pins of the entry (held points are not pinned)."""
        scene = self.entry.scene
        return scene if frame is None else scene.replace(positions=self.trajectory.positions[frame])

    def step_at(self, frame: int | None) -> int:
        """Return the step that a frame shows; None stands for the start."""
        return 0 if frame is None else int(self.trajectory.steps[frame])

    @property
    def ends(self) -> bool:
        """Whether the trajectory goes as far as the board looks ahead by itself."""
        return self.trajectory.status != "max_steps" or self.level >= lookahead.FULL


def rest_of(board: Board) -> Stability | None:
    """Return how the loss curves where the board rests, found now if that was left for later."""
    later = board.rest is None and board.level > lookahead.LIVE and lookahead.kind_later(board.trajectory)
    return wire.rest_of(board.trajectory) if later else board.rest


def refused(board: Board, error: SceneError) -> Board:
    """Return the board as it was, with what was wrong with a message."""
    return dataclasses.replace(board, errors=(without_traceback(error),), shared=None)


def with_error(board: Board, error: SceneError) -> Board:
    """Return the board with one more refusal."""
    return dataclasses.replace(board, errors=(*board.errors, without_traceback(error)))


def without_traceback(error: SceneError) -> SceneError:
    """Return the error without its traceback, which would keep alive all that was sent."""
    return SceneError(error.field, Words(error.value), error.allowed)

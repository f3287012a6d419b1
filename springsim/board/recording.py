"""Runs of one scene at several margins, recorded for a board that plays without Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springsim import texts
from springsim.arrays import Floats, Progress
from springsim.board import settings, wire
from springsim.energy.forces import stable_step
from springsim.model.scene import Scene, checked_margin
from springsim.solvers.simulate import FRAMES, Trajectory, simulate
from springsim.validation.checks import checked_integer, checked_word, is_listed
from springsim.validation.errors import SceneError, Words
from springsim.validation.fields import Flag, checked_fields
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import (
    APP,
    FRAMES_MIN,
    KIND_POINTS,
    MARGIN_MAX,
    MARGIN_MIN,
    RECORDING_FRAMES_FEWEST,
    RECORDING_POINT_FRAMES,
    RECORDING_RUNS,
)

_STEPS: Final = (2_000, 20_000)  # most of a run: with very many springs, and with few
_STEPPED_SPRINGS: Final = 25_000_000  # springs × steps of a run: a second or so
_TENTHS: Final = range(1, 22)  # of the scene's own margin: the margins offered unless others are asked for


def runs(
    trajectory: Trajectory, margins: Sequence[float] | None = None, *, progress: Progress | None = None
) -> tuple[Trajectory, ...]:
    """Let the start of a trajectory settle at other margins too, with the same step and momentum.

    A run may take up to 20,000 steps, where there are many springs fewer, but always as many as the given one took; where that
    one ran out of steps, no more than that.

    Parameters
    ----------
    trajectory : Trajectory
        One run. The stable step does not depend on the margin, so the same step is the same multiple of it.
    margins : sequence of float, optional
        The other margins; by default from 0.1 to 2.1 times its own, 21 with its own; of more than 476 points fewer, since a
        file holds fewer frames then, of 2000 points 4.
    progress : callable, optional
        Called as ``progress(done, total)`` after each run; what it raises ends the work.

    Returns
    -------
    tuple of Trajectory
        The given one, then one for each other margin, ascending.

    Raises
    ------
    SceneError
        If a margin is refused, or there are too many of them or of points.
    """
    checked_kind(trajectory, Trajectory, "runs({})")
    scene, own = trajectory.scene, trajectory.scene.margin
    _check_points(scene)
    others = sorted(set(_around(own, len(scene)) if margins is None else _checked(margins)) - {own})
    total = 1 + len(others)
    if total > RECORDING_RUNS:
        raise SceneError("margins", Words(f"{total} with the scene's own"), f"at most {RECORDING_RUNS}")
    made = [trajectory]
    for margin in others:
        if progress is not None:
            progress(len(made), total)
        start = scene.replace(margin=margin)
        kept = _share(len(scene), total)
        made.append(simulate(start, steps=_steps(trajectory), frames=kept, **trajectory.descent._asdict()))
    if progress is not None:
        progress(total, total)
    return tuple(made)


def packed(
    recorded: Sequence[Trajectory],
    *,
    selected: int | None = None,
    language: str = "en",
    title: str = "",
    shown: Mapping[str, bool] | None = None,
) -> bytes:
    """Return runs of one start as a block for the board, laid out as in `wire`; see there for what is not said here.

    The arrays of run k have its number after their name. Units are no finer than 2⁻¹⁵ of the first frame's extent, or of its
    largest force, so that a board 1000 pixels wide that shows the first frame is right to a tenth of a pixel.

    Parameters
    ----------
    recorded : sequence of Trajectory
        From one start, each at a margin of its own; the board opens at the first.
    selected : int, optional
        The point from which the board is seen at first.
    language : {"en", "zh"}, optional
        Of the words on the board.
    title : str, optional
        What it shows, in a line.
    shown : mapping of str to bool, optional
        What is drawn at first, by the ids of `settings.VIEW`, where that is not as usual.

    Returns
    -------
    bytes

    Raises
    ------
    SceneError
        If an argument is refused.
    """
    _check_runs(recorded)
    first = recorded[0]
    scene = first.scene
    checked_word("language", language, texts.LANGUAGES)
    if selected is not None:
        selected = checked_integer("selected", selected, 0, len(scene) - 1)
    ordered = sorted(recorded, key=lambda run: run.scene.margin)
    described = wire.described(scene)
    head: dict[str, Any] = {
        **described,
        "springs": {"serial": 0, **described["springs"]},
        "step": first.step_size / stable_step(scene),
        "momentum": first.momentum,
        "title": title,
        "selected": selected,
        "language": language,
        "texts": texts.of(language),
        "touch": texts.of(language, "touch"),
        "choices": {
            "presets": [],
            "margins": [run.scene.margin for run in ordered],
            "own": scene.margin,
            "view": settings.view(recorded=True, shown=_checked_shown(shown)),
            "kinds": KIND_POINTS,
            **wire.look(),
        },
        "shown": ordered.index(first),
    }
    described_runs, parts = [], []
    for run in ordered:
        kept = _thinned(len(run), _share(len(scene), len(recorded)))
        x, f = run.positions[kept], run.forces[kept]
        found = wire.rest_of(run)
        described_runs.append({"status": run.status, "rest": wire.rest(found), "strongest": wire.strongest(run)})
        parts.append({**wire.moves(x, f, _finest(x[0], f[0])), "numbers": wire.numbers(run)[kept], **wire.mode(found)})
    arrays: wire.Arrays = {"curves": wire.curves(scene.law), **wire.springs(scene)}
    for name in ("start", "moves", "pulls", "units", "numbers", "mode"):  # alike beside alike, which packs better
        arrays |= {f"{name}{k}": part[name] for k, part in enumerate(parts) if name in part}
    return wire.block({**head, "runs": described_runs}, arrays)


def _finest(positions: Floats, forces: Floats) -> tuple[int, int]:
    """Return the exponents of the finest units that a run needs, from the positions and forces of its first frame."""
    extent = np.abs(positions - _middle(positions)).max(initial=0.0)
    place, pull = wire.whole_unit(np.array([extent, np.abs(forces).max(initial=0.0)])).tolist()
    return place, pull


def _check_runs(recorded: Sequence[Trajectory]) -> None:
    if not 1 <= len(recorded) <= RECORDING_RUNS:
        raise SceneError("runs", Words(f"{len(recorded)} runs"), f"1 to {RECORDING_RUNS}")
    scene = recorded[0].scene
    _check_points(scene)
    for k, run in enumerate(recorded):
        if run.scene.replace(margin=scene.margin) != scene:
            raise SceneError(f"runs[{k}]", Words("another start"), "a run from the same start")
        if any(run.scene.margin == other.scene.margin for other in recorded[:k]):
            raise SceneError(f"runs[{k}]", Words(f"margin {run.scene.margin:g} again"), "each margin once")


def _checked_shown(shown: Mapping[str, bool] | None) -> Mapping[str, bool]:
    """Return what is drawn at first, checked: settings of a page that plays recorded runs."""
    known, given = {row["id"]: Flag() for row in settings.view(recorded=True)}, dict(shown or {})
    checked_fields("shown", given, known | dict.fromkeys(known.keys() - given.keys(), lambda name, value: value))
    return given


def _check_points(scene: Scene) -> None:
    if len(scene) > APP.points:
        raise SceneError("points", Words(f"{len(scene)} points"), f"at most {APP.points}")


def _steps(trajectory: Trajectory) -> int:
    """Return how many steps a run may take beside the given one."""
    taken = int(trajectory.steps[-1])
    if trajectory.status == "max_steps":
        return taken
    return max(taken, int(np.clip(_STEPPED_SPRINGS // max(sum(trajectory.scene.springs.counts), 1), *_STEPS)))


def _around(margin: float, points: int) -> list[float]:
    """Return margins round one, itself among them exactly, within the range of margins."""
    most = RECORDING_POINT_FRAMES // (max(points, 1) * RECORDING_FRAMES_FEWEST)
    apart = next(k for k in (1, 2, 3, 5, 10) if len(_TENTHS[(10 - 1) % k :: k]) <= most or k == 10)
    tenths = [margin if k == 10 else margin * k / 10 for k in _TENTHS[(10 - 1) % apart :: apart]]
    return [m for m in tenths if MARGIN_MIN <= m <= MARGIN_MAX]


def _checked(margins: Sequence[float]) -> list[float]:
    if not is_listed(margins):
        raise SceneError("margins", margins, "a sequence of margins")
    if len(margins) > RECORDING_RUNS:
        raise SceneError("margins", Words(f"{len(margins)} margins"), f"at most {RECORDING_RUNS}")
    return [checked_margin(margin) for margin in margins]


def _share(points: int, runs: int) -> int:
    """Return how many frames each run may have."""
    return int(np.clip(RECORDING_POINT_FRAMES // max(points * runs, 1), FRAMES_MIN, FRAMES))


def _thinned(count: int, most: int) -> npt.NDArray[np.int64]:
    """Return indices of at most so many frames, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _middle(positions: Floats) -> Floats:
    return (positions.min(axis=0) + positions.max(axis=0)) / 2.0 if len(positions) else np.zeros(2)

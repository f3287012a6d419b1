"""A scene on a plane: which springs, arrows, circles and points are drawn, and how they are named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from springsim import palette, texts
from springsim.arrays import Bools, Floats, Ints
from springsim.energy.forces import PairDistances, forces, own_springs, pair_distances, spring_blocks
from springsim.figures.drawing import glyphs, labels, plane, wording
from springsim.figures.drawing.plane import Plane, View
from springsim.figures.drawing.style import Style
from springsim.model.conventions import REST
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import FIGURE_POINTS_MAX

SCALES: Final = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
_LEGIBLE: Final = 60  # springs that can all be drawn as springs
_ZIGZAGS: Final = 400  # springs that can be drawn as springs at all
_LINES: Final = 4000  # lines that one picture holds
_ARROWS: Final = 200  # force arrows that can be told apart
_PUSHED: Final = 1e-9  # margins: a force below that is rounding


@dataclass(frozen=True, slots=True)
class Choice:
    """What is drawn of a scene.

    Attributes
    ----------
    centre : int or None
        Point from which it is seen: points similar to it are solid, dissimilar ones hollow, others grey. None: by class.
    springs : bool or "all"
        Springs, as far as they are legible, or every one.
    forces : bool or "each"
        Net forces on free points, or the force of each spring on the centre.
    circles : {"selected", "all", "none"}
        Whose circle of radius m.
    names : sequence of str
        Label of each point, or none at all.
    arrow : float
        Length of an arrow for a force of 1.
    into : bool
        Whether arrows end on their points.
    radius : str
        What stands at the arrow from the centre to its circle; empty for no arrow.
    pins : bool
        Whether points that are held carry a pin.
    pale : bool
        Whether springs that have come to rest at the margin are pale.
    grid : bool
        Whether there is the grid of the board, as on it.
    angle : float or None
        Where the arrow to the circle points as on the board, in radians; None: where it does at first.
    grey : bool
        Whether points without a spring to the centre are grey, rather than solid or hollow by their class.
    """

    centre: int | None = None
    springs: bool | Literal["all"] = True
    forces: bool | Literal["each"] = True
    circles: Literal["selected", "all", "none"] = "selected"
    names: Sequence[str] = ()
    arrow: float = 1.0
    into: bool = False
    radius: str = ""
    pins: bool = True
    pale: bool = True
    grid: bool = True
    angle: float | None = None
    grey: bool = True


def check_crowd(scene: Scene, most: int = FIGURE_POINTS_MAX) -> None:
    """Refuse a scene of so many points that a picture of them would say nothing, before anything of it is made.

    Raises
    ------
    SceneError
        If there are more than `most`.
    """
    if len(scene) > most:
        raise SceneError("scene", Words(f"{len(scene)} points"), f"at most {most} to be drawn")


def arrows(scene: Scene, choice: Choice) -> tuple[Floats, Floats]:
    """Return where forces are drawn, and the forces, both (k, 2): on free points, or those of each spring on the centre."""
    if choice.forces == "each" and choice.centre is not None:
        at = choice.centre
        pairs = own_springs(scene, at)
        toward = scene.space.shortest(scene.positions[pairs.i + pairs.j - at] - scene.positions[at])
        pull = pairs.tension / np.where(pairs.distance > 0.0, pairs.distance, 1.0)
        here = np.broadcast_to(scene.positions[at], toward.shape)
        return here, scene.space.acting(here, pull[:, None] * toward)
    if not choice.forces:
        return np.empty((0, 2)), np.empty((0, 2))
    free = ~scene.pinned
    return scene.positions[free], forces(scene)[free]


def arrow_scale(scene: Scene, choice: Choice) -> float:
    """Return the largest of `SCALES` with which no arrow is longer than 0.9 margins."""
    vectors = arrows(scene, choice)[1]
    strongest = float(np.hypot(vectors[:, 0], vectors[:, 1]).max(initial=0.0))
    return next((scale for scale in SCALES if strongest * scale <= 0.9 * scene.margin), SCALES[-1])


def extent(scene: Scene, choice: Choice, more: Floats | None = None) -> View:
    """Return left, right, bottom, top of all that is drawn of a scene, and of the places `more`, (…, 2); with some air."""
    x, m = scene.positions, scene.margin
    at, vectors = arrows(scene, choice)
    parts = [x, at + choice.arrow * vectors * (-1.15 if choice.into else 1.15)]
    parts += [x[ringed(scene, choice)] + m * np.array(corner) for corner in ((1.0, 1.0), (-1.0, -1.0))]
    parts.append(scene.space.corners)
    if more is not None:
        parts.append(more.reshape(-1, 2))
    everything = np.concatenate(parts)
    if not len(everything):
        return -1.5 * m, 1.5 * m, -1.0 * m, 1.0 * m
    low, high = everything.min(axis=0), everything.max(axis=0)
    air = 0.08 * max(float((high - low).max()), 0.5 * m)
    return float(low[0] - air), float(high[0] + air), float(low[1] - air), float(high[1] + air)


def draw(on: Plane, scene: Scene, choice: Choice, marked: Floats | None = None) -> list[str]:
    """Draw a scene, and return what is to be said of it: which springs and forces are shown where not all are.

    Labels avoid the places `marked`, (s, 2), too, where they can.
    """
    x, m = scene.positions, scene.margin
    avoided = np.empty((0, 2)) if marked is None else marked
    strokes = [avoided, plane.domain(on, scene.domain)]
    strokes += [plane.circle(on, x[i], m, f"circle-{i}") for i in ringed(scene, choice)]
    notes: list[str] = []
    if choice.springs and sum(scene.springs.counts):
        strokes_of_springs, notes = _draw_springs(on, scene, choice)
        strokes.append(strokes_of_springs)
    heads = None
    if choice.radius and choice.centre is not None and choice.circles != "none":
        angle = _clear_angle(scene, choice.centre)
        heads = plane.radius(on, x[choice.centre], m, angle)
        strokes.append(heads)
    _draw_points(on, scene, choice)
    at, vectors = arrows(scene, choice)
    every = _one_arrow_in(len(at))
    at, vectors = at[::every], vectors[::every]
    if every > 1:
        notes.append(on.style.words["one_arrow_in"].format(every=every))
    if len(at):
        real = np.hypot(vectors[:, 0], vectors[:, 1]) > _PUSHED * m
        strokes.append(plane.forces(on, at[real], vectors[real], choice.arrow, into=choice.into))
    plane.pins(on, x[_pinned(scene, choice)])
    _draw_labels(on, scene, choice, np.concatenate(strokes), heads)
    return notes


def note_of_arrows(style: Style, scene: Scene, choice: Choice) -> str:
    """Return what is to be said of the arrows: their scale, and at which points they are where not at all."""
    said = texts.of(style.language)["note_arrows"].format(scale=f"{choice.arrow:g}")
    every = _one_arrow_in(len(arrows(scene, choice)[0]))
    return said if every == 1 else f"{style.words['one_arrow_in'].format(every=every)} · {said}"


def _one_arrow_in(count: int) -> int:
    return max(-(-count // _ARROWS), 1)


def ringed(scene: Scene, choice: Choice) -> Ints:
    """Return the points whose circle is drawn."""
    if choice.circles == "all":
        return np.arange(len(scene))
    own = choice.circles == "selected" and choice.centre is not None
    return np.array([choice.centre] if own else [], dtype=np.int64)


def _pinned(scene: Scene, choice: Choice) -> Bools:
    """Return which points carry a pin."""
    own = np.arange(len(scene)) == (-1 if choice.centre is None else choice.centre)
    carried: Bools = scene.pinned & ~own & choice.pins
    return carried


def _draw_springs(on: Plane, scene: Scene, choice: Choice) -> tuple[Floats, list[str]]:
    """Draw springs, as springs where they are legible and as lines elsewhere."""
    words, total = texts.of(on.style.language), sum(scene.springs.counts)
    everyone, reach = choice.springs == "all", scene.margin * scene.law.dissimilar.reach
    if total <= _LEGIBLE or (everyone and total <= _ZIGZAGS):
        return plane.springs(on, pair_distances(scene), scene.positions, reach, choice.centre, pale=choice.pale), []
    if choice.centre is not None and not everyone:
        few = own_springs(scene, choice.centre)
        if len(few.i) <= _ZIGZAGS:
            notes = [words["note_selected"].format(shown=len(few.i), total=total)]
            return plane.springs(on, few, scene.positions, reach, choice.centre, pale=choice.pale), notes
    acting = total if everyone else sum(int(np.count_nonzero(_acts(scene, block))) for block in spring_blocks(scene))
    every = max(-(-acting // _LINES), 1)
    plane.lines(on, _every(scene, every, everyone=everyone), scene.positions)
    if everyone:
        note = on.style.words["one_line_in" if every > 1 else "all_lines"]
    else:
        note = on.style.words["one_acting_in" if every > 1 else "all_acting"]
    return np.empty((0, 2)), [note.format(shown=acting, total=total, every=every)]


def _acts(scene: Scene, pairs: PairDistances) -> Bools:
    acts: Bools = np.abs(pairs.tension) > REST * scene.margin
    return acts


def _every(scene: Scene, step: int, *, everyone: bool) -> PairDistances:
    """Return every so many-th spring of those that act, or of all: never all of them are in memory."""
    parts, passed = [], 0
    for block in spring_blocks(scene):
        which = np.arange(len(block.i)) if everyone else np.flatnonzero(_acts(scene, block))
        parts.append(some(block, which[-passed % step :: step]))
        passed += len(which)
    return PairDistances(*map(np.concatenate, zip(*parts, strict=True)))


def some(pairs: PairDistances, which: npt.NDArray[np.generic]) -> PairDistances:
    """Return some of the springs."""
    return PairDistances(*(column[which] for column in pairs))


def _draw_points(on: Plane, scene: Scene, choice: Choice) -> None:
    x, style, at = scene.positions, on.style, choice.centre
    if at is None:
        for label in np.unique(scene.labels):
            shape, colour = palette.class_look(int(label))
            plane.points(on, x, np.flatnonzero(scene.labels == label), shape, colour, f"points-class-{label}")
        return
    tied, similar = ties(scene, at)
    alone = ~tied
    if not choice.grey:
        similar |= alone & (scene.labels == scene.labels[at])
        alone, tied = np.zeros_like(alone), np.ones_like(tied)
    alone[at] = tied[at] = similar[at] = False
    plane.points(on, x, np.flatnonzero(alone), "circle", style.faint, "points-untied")
    plane.points(on, x, np.flatnonzero(tied & ~similar), "circle", style.ground, "points-hollow")
    plane.points(on, x, np.flatnonzero(similar), "circle", style.ink, "points-solid")
    plane.points(on, x, np.array([at]), "circle", style.force, "point-centre", grow=1.15)


def ties(scene: Scene, at: int) -> tuple[Bools, Bools]:
    """Return which points have a spring to one of them, and which a similar one."""
    tied, similar = np.zeros(len(scene), dtype=bool), np.zeros(len(scene), dtype=bool)
    _, other, pulled = scene.springs.at(np.array([at]))
    tied[other] = True
    similar[other[pulled]] = True
    return tied, similar


def _clear_angle(scene: Scene, centre: int) -> float:
    """Return the direction in which the arrow to the circle meets least: to the right, unless a point is there."""
    away = np.delete(scene.positions - scene.positions[centre], centre, axis=0)
    distance = np.hypot(away[:, 0], away[:, 1])
    near = (distance > 1e-9) & (distance < 1.6 * scene.margin)
    taken = np.arctan2(away[near, 1], away[near, 0])
    wanted = np.deg2rad(
        [0.0, -12.0, 12.0, -25.0, 25.0, 180.0, 168.0, -168.0, 40.0, -40.0, 60.0, -60.0, 90.0, -90.0, 120.0, -120.0]
    )
    room = [float(np.abs((angle - taken + np.pi) % (2.0 * np.pi) - np.pi).min(initial=np.pi)) for angle in wanted]
    roomy = [k for k, gap in enumerate(room) if gap > np.deg2rad(11.0)]
    return float(wanted[roomy[0] if roomy else int(np.argmax(room))])


def _draw_labels(on: Plane, scene: Scene, choice: Choice, strokes: Floats, radius: Floats | None) -> None:
    """Write what is to be read beside points: their names, how many stand in one place, and the m of the circle."""
    size = on.style.size
    wanted: list[tuple[Floats, float, str, bool]] = []
    if radius is not None:
        wanted.append((radius[15], 1.2 * on.style.scale, choice.radius, True))
    few = max(1, len(scene) // 100)  # so many of a crowd are not worth a word
    for i, count in together(scene.positions, on.heap / on.unit):
        name = choice.names[i] if choice.names else ""
        words = " ".join(filter(None, [name, f"×{count}" if count > few else ""]))
        if words:
            wanted.append((scene.positions[i], 1.1 * on.radius, words, False))
    if not wanted:
        return
    centred: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 5.0, "gid": "label"}
    written = [
        wording.write(on.axes, 0.0, 0.0, words, math=ours, fontsize=size if ours else 0.92 * size, **centred)
        for _, _, words, ours in wanted
    ]
    wording.fix_faces(written, on.style)
    for text in written:
        text.set_bbox({"facecolor": on.style.ground, "edgecolor": "none", "alpha": 0.8, "pad": 0.4 * on.style.scale})
    sizes = np.array([wording.extent(text) for text in written])
    wide, high = (on.view[1] - on.view[0]) * on.unit, (on.view[3] - on.view[2]) * on.unit
    discs = np.concatenate([_discs(on, scene, choice), _pin_discs(on, scene, choice)])
    anchors = np.array([on.place(anchor) for anchor, *_ in wanted])
    reach = np.array([r for _, r, *_ in wanted])
    places = labels.placed(anchors, reach, sizes, discs, on.place(strokes), (0.0, wide, 0.0, high), on.style.scale)
    for text, place in zip(written, places, strict=True):
        if place is None:
            text.remove()
        else:
            text.set_position((on.view[0] + place[0] / on.unit, on.view[2] + place[1] / on.unit))


def _discs(on: Plane, scene: Scene, choice: Choice) -> Floats:
    """Return where points are on the page and how far they reach, (n, 3)."""
    grown = [1.15] * len(scene)
    if choice.centre is None:
        grown = [float(np.hypot(*glyphs.outline(palette.class_look(int(label))[0]).T).max()) for label in scene.labels]
    return np.column_stack([on.place(scene.positions), on.radius * np.array(grown).reshape(-1) + 0.5])


def _pin_discs(on: Plane, scene: Scene, choice: Choice) -> Floats:
    """Return where the heads of pins are on the page and how far they reach, (p, 3)."""
    heads = plane.pin_heads(on, scene.positions[_pinned(scene, choice)])
    return np.column_stack([on.place(heads), np.full(len(heads), 0.6 * on.radius)])


def together(positions: Floats, within: float, ahead: int | None = None) -> list[tuple[int, int]]:
    """Return the first point of each heap, and how many are in it.

    One point may be `ahead`: it stands for its heap, which comes last.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    heaps: list[list[int]] = []
    for i, (x, y) in enumerate(positions):
        cx, cy = int(np.floor(x / within)), int(np.floor(y / within))
        near = (h for a in (-1, 0, 1) for b in (-1, 0, 1) for h in cells.get((cx + a, cy + b), ()))
        mine = next((h for h in near if np.hypot(*(positions[heaps[h][0]] - (x, y))) < within), None)
        if mine is None:
            cells.setdefault((cx, cy), []).append(len(heaps))
            heaps.append([i])
        else:
            heaps[mine].append(i)
    if ahead is None:
        return [(heap[0], len(heap)) for heap in heaps]
    fronts = [(ahead if ahead in heap else heap[0], len(heap)) for heap in heaps]
    return sorted(fronts, key=lambda front: front[0] == ahead)

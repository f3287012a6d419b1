"""A scene drawn as the board draws it: the same sizes, strengths and colours, which both take from `springsim.look`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from math import ceil, floor, gcd, log10
from typing import Any, Final

import numpy as np
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Circle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from springsim import look, palette, texts
from springsim.arrays import Bools, Floats, Ints
from springsim.energy.forces import residual
from springsim.energy.stability import Stability, stability
from springsim.figures.drawing import density, glyphs, plane, scenery, wording
from springsim.figures.drawing.plane import Plane
from springsim.figures.drawing.scenery import Choice
from springsim.figures.drawing.style import PIXEL
from springsim.look import LOOK
from springsim.model.scene import Scene
from springsim.model.springs import Springs
from springsim.validation.limits import KIND_POINTS

_SAMPLE: Final = 2**17  # springs of either kind that a sample holds at most, as on the board
_GOLDEN: Final = 0.6180339887498949
_REST: Final = 1e-6  # margins: what `simulate` takes for rest
_ROUND: Final = Path.unit_circle()

_ORDER: Final = {
    "grid": 0.5,
    "circle": 1.0,
    "trail": 1.2,
    "spring": 2.0,
    "force": 2.6,
    "mode": 2.8,
    "point": 3.0,
    "ring": 3.2,
    "pin": 3.4,
    "label": 5.0,
}


class Screen:
    """Draws moments of a scene on a plane of which `PIXEL` points are a pixel.

    Parameters
    ----------
    on : Plane
        Where.
    springs : Springs
        Of the scene.
    words : float
        Size of words, against those of the board on a laptop.
    """

    def __init__(self, on: Plane, springs: Springs, words: float) -> None:
        self._on, self._springs, self._words = on, springs, words
        self._n = len(springs)
        self._pixel = PIXEL / on.unit  # in the scene's unit
        left, right, bottom, top = on.view
        self._wide, self._high = (right - left) / self._pixel, (top - bottom) / self._pixel
        self._sizes = look.crowd(self._n)
        self._radius = look.radius(self._n, min(self._wide, self._high))
        self._strength = look.strength(self._n)

    def draw(
        self,
        scene: Scene,
        choice: Choice,
        *,
        paths: Floats | None = None,
        mode: Stability | None = None,
        seed: int = 0,
        moving: bool = False,
    ) -> list[str]:
        """Draw a moment, and return what is to be said of it: which springs are shown where not all are.

        Parameters
        ----------
        scene : Scene
            The moment.
        choice : Choice
            What is drawn.
        paths : (t, n, 2) ndarray, optional
            Positions up to it, to be drawn as paths.
        mode : Stability, optional
            How the loss curves there, for its softest mode.
        seed : int, optional
            Decides which way the mode goes.
        moving : bool, optional
            Whether it is one of many moments, for which very many springs are too slow to be drawn all.
        """
        if choice.grid:
            self._grid()
        self._domain(scene)
        for i in scenery.ringed(scene, choice):
            self._circle(scene.positions[i], scene.margin)
        if paths is not None:
            self._trails(paths, scene.labels)
        notes = self._draw_springs(scene, choice, moving) if choice.springs and sum(self._springs.counts) else []
        self._forces(scene, choice)
        way = None if mode is None else mode.way(seed)
        if mode is not None and way is not None:
            self._mode(scene, way, saddle=mode.kind == "saddle")
        self._points(scene, choice)
        self._counts(scene, choice, way)
        if choice.radius and choice.centre is not None and choice.circles != "none":
            self._arrow_to_circle(scene.positions[choice.centre], scene.margin, choice)
        return notes

    # beneath

    def _grid(self) -> None:
        ground = LOOK.ground
        unit = 10.0 ** ceil(log10(ground.gap * self._pixel))
        gap = unit / 2.0 if unit / 2.0 >= ground.gap * self._pixel else unit
        left, right, bottom, top = self._on.view
        lines = [[(k * gap, bottom), (k * gap, top)] for k in range(ceil(left / gap), floor(right / gap) + 1)]
        lines += [[(left, k * gap), (right, k * gap)] for k in range(ceil(bottom / gap), floor(top / gap) + 1)]
        self._stroke(lines, self._on.style.ink, ground.grid, ground.faint, "grid", "grid")

    def _domain(self, scene: Scene) -> None:
        ground, colour = LOOK.ground, self._on.style.faint
        line = {"edgecolor": to_rgba(colour, ground.domain), "linewidth": ground.outline * PIXEL}
        if len(plane.domain(self._on, scene.domain, **line)):
            self._ring((0.0, 0.0), ground.middle * self._pixel, colour, ground.outline, ground.domain, "circle", "origin")

    def _circle(self, middle: Floats, margin: float) -> None:
        ring, style = LOOK.ring, self._on.style
        disc = Circle(_xy(middle), margin, facecolor=to_rgba(style.force, ring.inside), edgecolor="none")
        self._put(disc, "circle", "circle-inside")
        self._ring(middle, margin, style.ink, ring.width, ring.strength, "circle", "circle", ring.dash)

    def _trails(self, paths: Floats, labels: Ints) -> None:
        stride = max(1, floor(self._n * (len(paths) - 1) / LOOK.trails.most + 0.5))
        kept = np.unique(np.append(np.arange(0, len(paths), stride), len(paths) - 1))
        colours = [
            to_rgba(palette.CLASS_COLOURS[label % len(palette.CLASS_COLOURS)], LOOK.trails.strength * self._strength)
            for label in labels
        ]
        self._stroke(np.swapaxes(paths[kept], 0, 1), colours, self._sizes.trail, None, "trail", "trails")

    # springs

    def _draw_springs(self, scene: Scene, choice: Choice, moving: bool) -> list[str]:
        """Draw springs as the board does: all as springs where they are few, then those that act as lines, then a density."""
        words, total = texts.of(self._on.style.language), sum(self._springs.counts)
        zigzag, lines, every = LOOK.zigzag, LOOK.lines, choice.springs == "all"
        if every and total > lines.most:
            return [self._density(scene, moving)]
        if total <= zigzag.legible or every:
            i, j, similar = self._springs.pairs
            if total <= zigzag.most:
                self._zigzags(scene, choice, i, j, similar)
            else:
                pairs = np.stack([i, j])
                self._lines(scene, pairs[:, similar], True, acting=False)
                self._lines(scene, pairs[:, ~similar], False, acting=False)
            return []
        if choice.centre is not None:
            at = np.array([choice.centre])
            _, other, similar = self._springs.at(at)
            at = np.full(len(other), choice.centre)
            if len(other) <= zigzag.most:
                self._zigzags(scene, choice, at, other, similar)
            else:
                pairs = np.stack([at, other])
                self._lines(scene, pairs[:, similar], True, strength=lines.mine)
                self._lines(scene, pairs[:, ~similar], False, strength=lines.mine)
                self._lines(scene, pairs[:, ~similar], False, acting=False, strength=lines.faint)
            return [words["note_selected"].format(shown=len(other), total=total)]
        return [self._acting(scene)]

    def _acting(self, scene: Scene) -> str:
        """Draw those that act, or as many of a sample of them as leave the points to be seen; return what is to be said."""
        (similar, dissimilar), words = self._springs.counts, texts.of(self._on.style.language)
        pushing = sum(int(np.count_nonzero(~b & self._acts(scene, i, j, similar=False))) for i, j, b in self._springs.blocks())
        most, acting = LOOK.lines.most, similar + pushing
        samples = self._samples
        if acting <= most:
            pulls, looked = similar, dissimilar
        else:
            pulls = min(similar, max(most // 2, most - pushing))
            looked = min(ceil((most - pulls) * dissimilar / pushing) if pushing else dissimilar, len(samples[0][0]))
        if acting <= most and dissimilar > len(samples[0][0]):
            found = [
                np.stack([i[w], j[w]])
                for i, j, b in self._springs.blocks()
                for w in [~b & self._acts(scene, i, j, similar=False)]
            ]
            pushes = np.concatenate(found, axis=1)
        else:
            pushes = samples[0][:, :looked]
        self._lines(scene, samples[1][:, :pulls], True)
        self._lines(scene, pushes, False)
        if pulls == similar and (not pushing or looked == dissimilar):
            return words["note_lines" if pushing else "note_lines_pull"].format(
                similar=similar, pushing=pushing, total=similar + dissimilar
            )
        rates = {"one": _rate(similar / max(pulls, 1)), "other": _rate(dissimilar / max(looked, 1))}
        return words["note_some" if pushing else "note_some_pull"].format(similar=similar, pushing=pushing, **rates)

    @cached_property
    def _samples(self) -> tuple[Ints, Ints]:
        """Dissimilar and similar springs, (2, k) each, in an order of which every beginning is spread evenly over all."""
        i, j, similar = self._springs.pairs
        order = _spread(len(i))
        of_kind = [order[similar[order] == kind][:_SAMPLE] for kind in (False, True)]
        return np.stack([i[of_kind[0]], j[of_kind[0]]]), np.stack([i[of_kind[1]], j[of_kind[1]]])

    def _acts(self, scene: Scene, i: Ints, j: Ints, *, similar: bool) -> Bools:
        x = scene.positions
        part = scene.law.similar if similar else scene.law.dissimilar
        short: Bools = np.hypot(*(x[i] - x[j]).T) < LOOK.lines.rest * scene.margin * part.reach
        return short

    def _lines(self, scene: Scene, pairs: Ints, similar: bool, *, acting: bool = True, strength: float = 1.0) -> None:
        (i, j), lines, looked = pairs, LOOK.lines, pairs.shape[1]
        if acting:
            kept = self._acts(scene, i, j, similar=similar)
            i, j = i[kept], j[kept]
        ends = np.stack([scene.positions[i], scene.positions[j]], axis=1)
        width = lines.thin if looked > lines.many else lines.width
        alpha = min((lines.similar if similar else lines.dissimilar) * self._strength * strength, 1.0)
        paths = []
        for k in range(0, len(ends), lines.together):  # as one, where they cross they are no stronger
            some = ends[k : k + lines.together]
            paths.append(Path(some.reshape(-1, 2), [Path.MOVETO, Path.LINETO] * len(some)))
        dashes = "-" if similar or not acting else (0, _dashes(lines.dash, width))
        drawn = PathCollection(
            paths,
            facecolors="none",
            edgecolors=[to_rgba(self._on.style.spring, alpha)],
            linewidths=width * PIXEL,
            linestyles=[dashes],
        )
        self._put(drawn, "spring", f"springs-{'similar' if similar else 'dissimilar'}")

    def _zigzags(self, scene: Scene, choice: Choice, i: Ints, j: Ints, similar: Bools) -> None:
        """Draw springs as springs, seen from the centre or from their first point."""
        z, x, pixel = LOOK.zigzag, scene.positions, self._pixel
        turned = j == (-1 if choice.centre is None else choice.centre)
        start, end = x[np.where(turned, j, i)], x[np.where(turned, i, j)]
        length = np.hypot(*(end - start).T)
        seen = length >= pixel
        start, end, length, similar = start[seen], end[seen], length[seen], similar[seen]
        unit = (end - start) / length[:, None]
        inset = np.minimum(self._radius * pixel, length / 2.0)
        reach = scene.margin * np.where(similar, scene.law.similar.reach, scene.law.dissimilar.reach)
        slack = length >= reach
        far = np.where(slack, reach, length - inset)
        a, b = start + unit * inset[:, None], start + unit * far[:, None]
        fine, half = len(i) > z.bold, (z.narrow if len(i) > z.legible else z.half) * pixel
        colour = self._on.style.spring

        pulls = self._zigzag(a[similar], b[similar], half)
        self._stroke(pulls, colour, z.fine if fine else z.width, 1.0, "spring", "springs-similar")
        if not fine:
            p, q = a[similar], b[similar]
            roomy = np.hypot(*(q - p).T) >= z.roomy * pixel
            p, q = p[roomy], q[roomy]
            tips = [(p, p + z.place * (q - p)), (q, q + z.place * (p - q))]
            heads = np.concatenate([glyphs.heads(tail, tip, z.head * pixel, LOOK.arrows.wing) for tail, tip in tips])
            self._put(PolyCollection(list(heads), facecolors=colour, edgecolors="none"), "spring", "heads-similar")

        p, q = a[~similar], b[~similar]
        strong = [to_rgba(colour, z.slack if rests else 1.0) for rests in slack[~similar]]
        if fine:
            across = z.apart * pixel * _across(p, q)
            double = np.concatenate([self._zigzag(p - across, q - across, half), self._zigzag(p + across, q + across, half)])
            self._stroke(double, strong * 2, z.fine, None, "spring", "springs-dissimilar")
        elif choice.grid:  # a wide line, with the background in its middle, over those before
            both = np.repeat(self._zigzag(p, q, half), 2, axis=0)
            colours = [each for outer in strong for each in (outer, to_rgba(self._on.style.ground))]
            self._stroke(both, colours, [z.double, z.gap] * len(p), None, "spring", "springs-dissimilar")
        else:  # two lines, where there is no background
            double = np.concatenate(glyphs.beside(self._zigzag(p, q, half), (z.double + z.gap) / 4.0 * pixel))
            self._stroke(double, strong * 2, (z.double - z.gap) / 2.0, None, "spring", "springs-dissimilar")
        closing = glyphs.bars(p, q, half + z.beyond * pixel)
        self._stroke(closing, strong, z.fine if fine else z.bar, None, "spring", "bars-dissimilar")

    def _zigzag(self, a: Floats, b: Floats, half: float) -> Floats:
        z = LOOK.zigzag
        wide = np.where(np.hypot(*(b - a).T) > z.least * self._pixel, half, 0.0)
        return glyphs.zigzag(a, b, wide, turns=z.turns, straight=z.straight, slim=z.slim)

    def _density(self, scene: Scene, moving: bool) -> str:
        """Draw very many springs as a density; return what is to be said of it."""
        lines, total = LOOK.lines, sum(self._springs.counts)
        cell = 2.0 if total > lines.fine else 1.0
        width, height = ceil(self._wide / cell), ceil(self._high / cell)
        scale, left, top = 1.0 / (cell * self._pixel), self._on.view[0], self._on.view[3]
        at = np.column_stack([scene.positions[:, 0] - left, top - scene.positions[:, 1]]) * scale
        every = self._one_in(at, total) if moving else 1
        counts, steps = density.crossed(_between(at, self._springs, every), width, height)
        image = density.shaded(counts, steps, cell, every, self._on.style.spring)
        right, bottom = left + width / scale, top - height / scale
        shown = self._on.axes.imshow(image, extent=(left, right, bottom, top), interpolation="none", aspect="auto")
        shown.set_zorder(_ORDER["spring"])
        shown.set_gid("density")
        self._on.axes.set_xlim(*self._on.view[:2])
        self._on.axes.set_ylim(*self._on.view[2:])
        words = texts.of(self._on.style.language)
        return words["note_density" if every == 1 else "note_density_some"].format(total=total, every=every)

    @staticmethod
    def _one_in(at: Floats, total: int) -> int:
        """Return one in how many springs to draw, so that they do not cross too many cells."""
        away = at - at.mean(axis=0)
        across = 1.2 * float(np.sqrt((away**2).sum(axis=1).mean()))
        return max(ceil(total * max(across, 1.0) / LOOK.lines.work), 1)

    # forces and modes

    def _forces(self, scene: Scene, choice: Choice) -> None:
        a, pixel = LOOK.arrows, self._pixel
        at, vectors = scenery.arrows(scene, choice)
        length = choice.arrow * np.hypot(vectors[:, 0], vectors[:, 1]) / pixel
        seen = length >= a.least
        tail, length = at[seen], length[seen]
        head = np.minimum(self._sizes.head, a.head + a.slope * length)
        shaft = np.full(len(head), self._sizes.shaft * pixel)
        outline = glyphs.arrows_of(tail, tail + choice.arrow * vectors[seen], shaft, head * pixel, a.wing)
        colour = to_rgba(self._on.style.force, max(self._strength, a.faint))
        self._put(PolyCollection(list(outline), facecolors=[colour], edgecolors="none"), "force", "forces")

    def _mode(self, scene: Scene, way: Floats, *, saddle: bool) -> None:
        """Draw the softest mode as ghosts of arrows, the way a nudge goes."""
        m, pixel, style = LOOK.mode, self._pixel, self._on.style
        size = np.hypot(way[:, 0], way[:, 1])
        seen = size >= m.least
        unit = way[seen] / size[seen, None]
        start = scene.positions[seen] + (self._radius + m.gap) * pixel * unit
        end = start + m.reach * pixel * way[seen]
        colour = style.spring if saddle else style.faint
        self._stroke(np.stack([start, end], axis=1), colour, m.width, m.strength, "mode", "mode", dash=m.dash)
        heads = glyphs.heads(start, end + m.beyond * pixel * unit, m.head * pixel, LOOK.arrows.wing)
        self._put(
            PolyCollection(list(heads), facecolors=[to_rgba(colour, m.strength)], edgecolors="none"), "mode", "mode-heads"
        )

    # points

    def _points(self, scene: Scene, choice: Choice) -> None:
        p, pixel, at = LOOK.points, self._pixel, choice.centre
        heaps = self._heaps(scene, choice)
        fronts = np.array([front for front, _ in heaps], dtype=np.int64)
        shapes, fills, edges, widths = self._marks(scene, choice, fronts)
        sizes = np.full(len(fronts), self._radius)
        sizes[fronts == at] = max(self._radius, p.shown) + p.grown
        outlines = {shape: _outline(shape) for shape in set(shapes)}
        drawn = PathCollection(
            [outlines[shape] for shape in shapes],
            sizes=(sizes * PIXEL) ** 2,
            offsets=scene.positions[fronts],
            offset_transform=self._on.axes.transData,
            facecolors=fills,
            edgecolors=edges,
            linewidths=[width * PIXEL for width in widths],
            joinstyle="round",
        )
        drawn.set_transform(IdentityTransform())
        self._put(drawn, "point", "points")
        self._pins(scene.positions[fronts[scene.pinned[fronts]]] if choice.pins else np.empty((0, 2)))
        if at is not None:
            self._ring(
                scene.positions[at], (self._radius + p.ring) * pixel, self._on.style.force, p.band, 1.0, "ring", "centre-ring"
            )

    def _heaps(self, scene: Scene, choice: Choice) -> list[tuple[int, int]]:
        """Return the points that show, and how many are in the place of each."""
        return scenery.together(scene.positions, LOOK.points.together * self._pixel, choice.centre)

    def _marks(self, scene: Scene, choice: Choice, fronts: Ints) -> tuple[list[str], list[str], list[str], list[float]]:
        """Return shape, fill, edge and its width of some points: by class, or solid and hollow as seen from the centre."""
        style, at, small = self._on.style, choice.centre, self._radius < LOOK.points.small
        by_class, seen = (LOOK.points.thin if small else width for width in (self._sizes.outline, self._sizes.seen))
        if at is None:
            looks = [palette.class_look(int(label)) for label in scene.labels[fronts]]
            edge = style.ground if small else style.ink
            shapes, fills = [shape for shape, _ in looks], [colour for _, colour in looks]
            return shapes, fills, [edge] * len(fronts), [by_class] * len(fronts)
        tied, pulled = scenery.ties(scene, at)
        fills, edges, widths = [], [], []
        for i in fronts.tolist():
            alone = not tied[i]
            fills.append(style.force if i == at else style.faint if alone else style.ink if pulled[i] else style.ground)
            edges.append(style.faint if alone and i != at else style.ink)
            widths.append(self._sizes.outline if i == at else seen)
        return ["circle"] * len(fronts), fills, edges, widths

    def _pins(self, places: Floats) -> None:
        if not len(places):
            return
        pin, style, radius = LOOK.pin, self._on.style, self._radius * self._pixel
        foot, top = places + radius * np.array(pin.foot), places + radius * np.array(pin.top)
        self._stroke(np.stack([foot, top], axis=1), style.ink, pin.stem, 1.0, "pin", "pins")
        size = max(pin.least, pin.head * self._radius) * PIXEL
        heads = PathCollection(
            [_ROUND],
            sizes=[size**2],
            offsets=top,
            offset_transform=self._on.axes.transData,
            facecolors=style.ink,
            edgecolors=style.ground,
            linewidths=pin.rim * PIXEL,
        )
        heads.set_transform(IdentityTransform())
        self._put(heads, "pin", "pin-heads")

    def _counts(self, scene: Scene, choice: Choice, way: Floats | None) -> None:
        """Write names, and how many are in one place, beside the arrows that are drawn there."""
        p, heaps = LOOK.points, self._heaps(scene, choice)
        counted = sorted((count for _, count in heaps), reverse=True)
        most = counted[p.telling] if len(counted) > p.telling else 0
        told = 2 if self._n <= p.few else max(2, ceil(self._n / p.share), most + 1)
        reach, arrows = self._radius + np.array(p.count), self._arrows(scene, choice, way)
        for front, count in heaps:
            name = choice.names[front] if choice.names else ""
            words = " ".join(filter(None, [name, f"×{count}" if count >= told else ""]))
            if words:
                right, down = _clear_side(arrows[front])
                text = self._write(scene.positions[front], words, LOOK.ground.words)
                x, y = scene.positions[front] + self._pixel * reach * np.array([right, -down])
                text.set_position((x if right > 0.0 else x - self._pixel * wording.extent(text)[0] / PIXEL, y))

    def _arrows(self, scene: Scene, choice: Choice, way: Floats | None) -> Floats:
        """Return the arrow drawn from each point, (n, 2) in pixels: of the mode, else of the force; none where it is short."""
        drawn = np.zeros((self._n, 2))
        if way is not None:
            drawn = LOOK.mode.reach * way
        elif choice.forces is True:
            drawn[~scene.pinned] = choice.arrow / self._pixel * scenery.arrows(scene, choice)[1]
        drawn[np.hypot(drawn[:, 0], drawn[:, 1]) < LOOK.arrows.least] = 0.0
        return drawn

    def _arrow_to_circle(self, middle: Floats, margin: float, choice: Choice) -> None:
        """Draw the dotted arrow from the centre to its circle, with the margin beside its tip."""
        ring, pixel, style = LOOK.ring, self._pixel, self._on.style
        angle = ring.angle if choice.angle is None else choice.angle
        unit = np.array([np.cos(angle), np.sin(angle)])
        start, tip = middle + unit * (self._radius + ring.gap) * pixel, middle + unit * margin
        line = [[start, tip - unit * pixel]]
        self._stroke(line, style.ink, ring.radius, 1.0, "label", "radius", dash=ring.dots)
        heads = glyphs.heads(start[None], tip[None], ring.head * pixel, LOOK.arrows.wing)
        self._put(PolyCollection(list(heads), facecolors=style.ink, edgecolors="none"), "label", "radius-head")
        text = self._write(tip, choice.radius.replace("$", ""), ring.label)
        wide = wording.extent(text)[0] / PIXEL
        right = (tip[0] - self._on.view[0]) / pixel + ring.aside + wide <= self._wide - 4.0
        text.set_x(float(tip[0]) + pixel * (ring.aside if right else -ring.aside - wide))

    # strokes

    def _write(self, at: Floats, words: str, size: float) -> Text:
        style = self._on.style
        points = size * self._words * PIXEL
        looks: dict[str, Any] = {"ha": "left", "va": "center", "fontsize": points, "weight": "bold", "color": style.ink}
        text = wording.write(self._on.axes, *_xy(at), words, zorder=_ORDER["label"], gid="label", **looks)
        text.set_bbox({"facecolor": style.ground, "edgecolor": "none", "alpha": LOOK.ground.plate, "pad": 3.0 * PIXEL})
        text.set_clip_on(True)
        wording.fix_faces([text], style)
        return text

    def _ring(
        self,
        middle: Any,
        radius: float,
        colour: str,
        width: float,
        strength: float,
        layer: str,
        name: str,
        dash: look.Pair | None = None,
    ) -> None:
        style: Any = "-" if dash is None else (0, _dashes(dash, width))
        drawn = Circle(
            _xy(middle),
            radius,
            fill=False,
            edgecolor=to_rgba(colour, strength),
            linewidth=width * PIXEL,
            linestyle=style,
            capstyle="butt" if dash is None else "round",
        )
        self._put(drawn, layer, name)

    def _stroke(
        self,
        lines: Any,
        colour: Any,
        width: Any,
        strength: float | None,
        layer: str,
        name: str,
        *,
        dash: look.Pair | None = None,
    ) -> None:
        """Draw lines; `colour` is one, of a strength, or one for each line, and so is `width` if there are no dashes."""
        if not len(lines):
            return
        style: Any = "-" if dash is None else (0, _dashes(dash, width))
        colours = colour if strength is None else [to_rgba(colour, strength)]
        drawn = LineCollection(
            list(lines),
            colors=colours,
            linewidths=np.multiply(width, PIXEL),
            linestyles=[style],
            joinstyle="round",
            capstyle="butt",
        )
        self._put(drawn, layer, name)

    def _put(self, drawn: Any, layer: str, name: str) -> None:
        drawn.set_zorder(_ORDER[layer])
        drawn.set_gid(name)
        if isinstance(drawn, Circle):
            self._on.axes.add_patch(drawn)
        else:
            self._on.axes.add_collection(drawn, autolim=False)


def softest(scene: Scene) -> Stability | None:
    """Return how the loss curves at a scene at rest, where the board tells of it."""
    free = len(scene) - int(scene.pinned.sum())
    still = free and residual(scene) <= _REST * scene.margin
    return stability(scene) if still and free <= KIND_POINTS and scene.law.curved else None


def _between(at: Floats, springs: Springs, every: int) -> Iterator[Floats]:
    """Give where every so many-th spring begins and ends."""
    passed = 0
    for i, j, _ in springs.blocks():
        kept = slice(-passed % every, None, every)
        passed += len(i)
        yield np.column_stack([at[i[kept]], at[j[kept]]])


def _spread(count: int) -> Ints:
    """Return all numbers below `count`, each once, every beginning of them spread evenly: near the golden section."""
    step = max(floor(count * _GOLDEN + 0.5), 1)
    while gcd(count, step) != 1:
        step += 1
    order: Ints = np.arange(count, dtype=np.int64) * (step % max(count, 1)) % max(count, 1)
    return order


def _clear_side(arrow: Floats) -> look.Pair:
    """Return on which side of a point there is room for words beside an arrow: right or left, below or above."""
    sides, (lower, most) = LOOK.points.sides, LOOK.points.clear
    x, y = arrow / (np.hypot(*arrow) or 1.0)
    return next((side for side in sides if side[0] * x - lower * side[1] * y < most), sides[0])


def _rate(ratio: float) -> str:
    """Return one in how many, to read."""
    return f"{round(ratio, 1):g}" if ratio < 2.95 else f"{floor(ratio + 0.5)}"


def _dashes(pixels: look.Pair, width: float) -> tuple[float, ...]:
    """Return dashes as Matplotlib has them, in widths of their line."""
    return tuple(length / width for length in pixels)


def _across(a: Floats, b: Floats) -> Floats:
    way = b - a
    length = np.hypot(way[:, 0], way[:, 1])
    normal: Floats = np.stack([-way[:, 1], way[:, 0]], axis=1) / np.where(length > 0.0, length, 1.0)[:, None]
    return normal


def _outline(shape: str) -> Path:
    if shape == "circle":
        return _ROUND
    corners = glyphs.outline(shape)
    return Path(np.concatenate([corners, corners[:1]]), closed=True)


def _xy(place: Any) -> tuple[float, float]:
    return float(place[0]), float(place[1])

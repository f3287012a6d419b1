"""A trajectory as a film: one figure that draws any of its frames, with the loss so far below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from matplotlib.lines import Line2D

from springsim import texts
from springsim.figures.drawing import plane, scenery, wording
from springsim.figures.drawing.figure import finished, new_figure
from springsim.figures.drawing.legend import NONE, laid_out, wanted
from springsim.figures.drawing.legend import draw as draw_legend
from springsim.figures.drawing.screen import Screen, softest
from springsim.figures.drawing.style import PIXEL, styled
from springsim.figures.settling import choice_along, view_along
from springsim.look import LOOK
from springsim.solvers.simulate import Trajectory
from springsim.validation.checks import checked_flag, checked_integer, checked_view, checked_word
from springsim.validation.errors import SceneError
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import ANIMATION_INCHES_MIN, DPI_MAX, DPI_MIN, FILM_POINTS_MAX, SEED_MAX, SIZE_MAX, SIZE_MIN

_NOTHING: Final = 1e-9  # loss at margin 1 that is told from zero by rounding only
_LEGIBLE: Final = 0.6  # how much smaller than usual words are at most, before fewer are shown


class Film:
    """One figure for all frames of a run.

    Parameters
    ----------
    trajectory : Trajectory
        The run, of at most 2000 points.
    centre : int, optional
        Point from which it is seen, as in `diagram`.
    style, language : str, optional
        See `diagram`.
    size : (int, int), optional
        Width and height in pixels.
    dpi : int, optional
        Pixels an inch; the more, the larger words and lines.
    springs, forces, circles, trails, arrow, board, mode, legend, title, view : optional
        See `springsim.export.animation.movie`.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        The figure; shows the frame drawn last.

    Raises
    ------
    SceneError
        If an argument is refused.
    """

    def __init__(
        self,
        trajectory: Trajectory,
        *,
        centre: int | None = None,
        style: str = "lecture",
        language: str = "en",
        size: tuple[int, int] = (960, 720),
        dpi: int = 100,
        springs: bool | Literal["all"] = True,
        forces: bool = True,
        circles: Literal["selected", "none"] = "selected",
        trails: bool = False,
        arrow: float | None = None,
        board: bool = False,
        mode: int | None = None,
        legend: bool | None = None,
        title: str = "",
        view: tuple[float, float, float, float] | None = None,
    ) -> None:
        checked_kind(trajectory, Trajectory, "Film({})")
        look = styled(style, language)
        scenery.check_crowd(trajectory.scene, FILM_POINTS_MAX)
        width, height, dpi = _checked_pixels(size, dpi)
        self._run, self._style = trajectory, look
        checked_word("circles", circles, ("selected", "none"))
        for name, value in (("forces", forces), ("trails", trails), ("board", board)):
            checked_flag(name, value)
        if mode is not None:
            mode = checked_integer("mode", mode, 0, SEED_MAX)
        self._trails, self._mode = trails, mode
        self._choice = choice_along(trajectory, centre, look, springs=springs, forces=forces, circles=circles, arrow=arrow)
        self._view = view_along(trajectory, self._choice) if view is None else checked_view(view)
        if legend is not None:
            checked_flag("legend", legend)
        named = wanted(trajectory.scene, centre, legend)
        words_above = wording.plain("title", title, look)
        with look.applied():
            self.figure = new_figure(look, width / dpi, height / dpi)
            self.figure.set_dpi(dpi)
            self._lines(words_above, named)
            # axes are kept from frame to frame: making them takes as long as drawing them
            self._on = plane.plane(self.figure, self._picture, self._view, crowd=len(trajectory.scene), whole=view is None)
            words = look.size / (LOOK.ring.label * PIXEL)  # as large as those of the style
            self._screen = Screen(self._on, trajectory.scene.springs, words) if board else None
            self._past, self._now = self._strip()
            self._heading = self._fitted()
        self.draw(0)

    def draw(self, frame: int) -> None:
        """Draw a frame of the run.

        Parameters
        ----------
        frame : int
            Its number, from 0.

        Raises
        ------
        SceneError
            If there is no such frame.
        """
        k = checked_integer("frame", frame, 0, len(self._run) - 1)
        run, look, figure = self._run, self._style, self.figure
        for old in [
            *self._on.axes.collections,
            *self._on.axes.lines,
            *self._on.axes.patches,
            *self._on.axes.texts,
            *self._on.axes.images,
            *(text for text in figure.texts if text not in self._title),
        ]:
            old.remove()
        with look.applied():
            notes = self._picture_of(k)
            self._past.set_data(np.arange(k + 1), run.loss[: k + 1])
            self._now.set_data([k], [run.loss[k]])
            wide, high = figure.get_size_inches() * 72.0
            side, room = 0.8 * look.size, wide - 1.6 * look.size
            said, size = self._said(k)[: self._heading[0]], self._heading[1]
            wording.write(
                figure, side / wide, (self._top * 72.0 - 1.1 * look.size) / high, "   ".join(said), va="center", fontsize=size
            )
            if self._choice.forces:
                notes.append(texts.of(look.language)["note_arrows"].format(scale=f"{self._choice.arrow:g}"))
            wording.remarks(figure, look, side, self._strip_top * 72.0 + 0.4 * look.size, notes, room, 0.7 * look.size)
            finished(figure)

    def _picture_of(self, k: int) -> list[str]:
        """Draw the scene at a frame; return what is to be said of what is drawn."""
        run, scene, paths = self._run, self._run.at(k), self._run.positions[: k + 1] if self._trails else None
        if self._screen is None:
            if paths is not None:
                plane.trails(self._on, paths, scene.labels)
            return scenery.draw(self._on, scene, self._choice)
        still = self._mode is not None and run.converged and k == len(run) - 1
        soft = softest(scene) if still else None
        return self._screen.draw(scene, self._choice, paths=paths, mode=soft, seed=self._mode or 0, moving=True)

    def _said(self, k: int) -> list[str]:
        """Return what is said of a frame."""
        run, words = self._run, self._style.words
        return [
            words["step"].format(step=int(run.steps[k])),
            words["loss_is"].format(loss=texts.number(float(run.loss[k]))),
            words["margin_is"].format(margin=texts.length(run.scene.margin)),
        ]

    def _fitted(self) -> tuple[int, float]:
        """Return how much of it there is room for in every frame, and in which size."""
        look, room = self._style, 72.0 * self.figure.get_figwidth() - 1.6 * self._style.size
        longest = max((self._said(k) for k in range(len(self._run))), key=lambda said: len("".join(said)))
        measure, share = wording.measuring(look, look.size), 1.0
        for count in (3, 2, 1):
            share = room / measure("   ".join(longest[:count]))
            if share >= _LEGIBLE:
                break
        return count, look.size * min(share, 1.0)

    def _lines(self, title: str, named: bool) -> None:
        """Divide the figure: its title and a legend, if it has them, a line of words, the picture, the loss."""
        line, (width, height) = self._style.size / 72.0, self.figure.get_size_inches()
        heading = wording.heading(title, self._style, width, height)
        self._title = wording.write_heading(self.figure, self._style, heading)
        self._top = height - heading.height
        self._strip_top = min(0.17 * height, 3.2 * line)
        room = 72.0 * width - self._style.size
        names = laid_out(self._run.scene, self._style, room, 2) if named else NONE
        foot = self._strip_top + 1.5 * line + names.height / 72.0
        draw_legend(self.figure, names, 0.5 * self._style.size, 72.0 * (self._strip_top + 1.5 * line) + names.height, room)
        self._picture = (0.02, foot, width - 0.04, self._top - foot - 1.9 * line)

    def _strip(self) -> tuple[Line2D, Line2D]:
        """Draw the loss over all frames; return what is to show it up to now, and now."""
        look, loss = self._style, self._run.loss
        width, height = self.figure.get_size_inches()
        side, low = 0.8 * look.size / 72.0, 0.35 * look.size / 72.0
        axes = self.figure.add_axes(
            (side / width, low / height, 1.0 - 2.0 * side / width, (self._strip_top - low) / height), gid="loss-strip"
        )
        axes.set_axis_off()
        frames = np.arange(len(loss))
        axes.set_xlim(0.0, max(len(loss) - 1, 1))
        unit = self._run.scene.margin**2
        most = float(loss.max())
        axes.set_ylim(0.0, 1.1 * most if most > _NOTHING * unit else unit)
        axes.fill_between(frames, loss, color=look.force, alpha=0.14, linewidth=0.0)
        axes.plot(frames, loss, color=look.force, alpha=0.45, linewidth=0.8 * look.scale)
        (past,) = axes.plot([], [], color=look.force, clip_on=False)
        (now,) = axes.plot([], [], "o", color=look.ink, markersize=4.0 * look.scale, clip_on=False, zorder=5, gid="now")
        return past, now


def _checked_pixels(size: object, dpi: object) -> tuple[int, int, int]:
    """Return width, height and pixels an inch."""
    if not isinstance(size, Sequence) or isinstance(size, str) or len(size) != 2:
        raise SceneError("size", size, "two whole numbers, width and height in pixels")
    width, height = (checked_integer(f"size[{k}]", v, SIZE_MIN, SIZE_MAX) for k, v in enumerate(size))
    finest = min(DPI_MAX, int(min(width, height) / ANIMATION_INCHES_MIN))
    return width, height, checked_integer("dpi", dpi, DPI_MIN, finest)

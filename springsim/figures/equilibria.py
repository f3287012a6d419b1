"""The resting states of a scene as a strip of pictures, those of least loss first."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim import texts
from springsim.figures.drawing import plane, scenery, wording
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.page import PAGE, SLIDE, Asked, Size, check_room, checked_size
from springsim.figures.drawing.scenery import Choice
from springsim.figures.drawing.style import styled
from springsim.studies.equilibria import Equilibria
from springsim.validation.checks import checked_integer
from springsim.validation.errors import SceneError, Words
from springsim.validation.kinds import checked_kind
from springsim.validation.positional import keyword_only

PICTURES_MAX: Final = 8
_SHOWN: Final = Choice(forces=False, circles="none")
_TALLEST, _FLATTEST = 1.3, 0.6  # height of a picture, against its width


@keyword_only("pictures")
def rests(
    equilibria: Equilibria, *, pictures: int = 4, size: Size | None = None, style: str = "paper", language: str = "en"
) -> StyledFigure:
    """Draw the distinct resting states of a scene, all to one scale, each with its loss and how many starts led there.

    Parameters
    ----------
    equilibria : Equilibria
        What `springsim.equilibria` found; at least one state, of at most 5000 points.
    pictures : int, optional
        Most pictures, 1 … 8; those of least loss are drawn.
    size : str or (float, float), optional
        As in `diagram`; as wide as a page or a slide by default, and as high as the pictures are.
    style, language : str, optional
        See `diagram`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    SceneError
        If an argument is refused.
    """
    checked_kind(equilibria, Equilibria, "rests({})")
    look = styled(style, language)
    count = checked_integer("pictures", pictures, 1, PICTURES_MAX)
    if not len(equilibria):
        raise SceneError("equilibria", Words("no resting state"), "at least one")
    shown = equilibria.rests[:count]
    scenery.check_crowd(shown[0].scene)
    views = [scenery.extent(rest.scene, _SHOWN) for rest in shown]
    wide = max(view[1] - view[0] for view in views)
    high = max(view[3] - view[2] for view in views)
    starts = sum(len(rest.seeds) for rest in equilibria) + len(equilibria.unsettled)
    asked: Asked = (SLIDE[0] if look.wide else PAGE, None) if size is None else checked_size(size)
    with look.applied():
        line = look.size / 72.0
        width, page = asked
        each = width / len(shown)
        tall = min(each * float(np.clip(high / wide, _FLATTEST, _TALLEST)), 5.2 if look.wide else 2.6)
        tall = tall if page is None else page - 3.6 * line
        check_room(width, tall + 3.6 * line, (4.0 * line * len(shown), 7.6 * line))
        figure = new_figure(look, width, tall + 3.6 * line)
        for k, (rest, view) in enumerate(zip(shown, views, strict=True)):
            x, y = (view[0] + view[1]) / 2.0, (view[2] + view[3]) / 2.0
            same = (x - wide / 2.0, x + wide / 2.0, y - high / 2.0, y + high / 2.0)
            on = plane.plane(figure, (k * each + 0.03, 3.4 * line, each - 0.06, tall), same, crowd=len(rest.scene))
            scenery.draw(on, rest.scene, _SHOWN)
            said = (
                look.words["loss_is"].format(loss=texts.number(rest.loss)),
                look.words["starts"].format(some=len(rest.seeds), all=starts),
            )
            for row, words in enumerate(said):
                large = look.size * min(1.0, 70.0 * each / wording.measuring(look, look.size)(words))
                wording.row(figure, look, 72 * (k + 0.5) * each, 72 * (2.5 - 1.4 * row) * line, words, fontsize=large)
        return finished(figure)

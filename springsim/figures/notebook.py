"""The picture of a scene in a notebook: an SVG that stays small, as every notebook that shows it keeps it."""

from __future__ import annotations

from typing import Final

from springsim.figures.diagram import diagram
from springsim.figures.drawing.saving import picture
from springsim.model.scene import Scene

_VECTORS: Final = 40  #: points up to which all of it is lines and curves, sharp at any size
_DPI: Final = 150  #: of what is pixels in the pictures of more points; words stay sharp


def svg(scene: Scene) -> str:
    """Return a diagram of a scene as SVG; that of many points has pixels for springs, arrows and points.

    Raises
    ------
    SceneError
        If there are too many points for a diagram.
    """
    figure = diagram(scene)
    if len(scene) > _VECTORS:
        for axes in figure.axes:
            axes.set_rasterization_zorder(4.9)  # labels are above
    return picture(figure, "svg", dpi=_DPI).decode()

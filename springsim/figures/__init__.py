"""The paper's diagrams, and any scene drawn so, as Matplotlib figures that are the same byte for byte whenever they are saved.

No figure here is one of pyplot's: nothing global is left behind, and two that are made at once do not mix.
"""

from springsim.figures.bifurcation import bifurcation
from springsim.figures.curves import figure1, loss_curves
from springsim.figures.diagram import diagram
from springsim.figures.film import Film
from springsim.figures.landscape import landscape
from springsim.figures.paper import PANELS, figure2
from springsim.figures.rests import rests
from springsim.figures.saving import FORMATS, picture
from springsim.figures.settling import settling
from springsim.figures.style import STYLES, StyledFigure
from springsim.figures.sweep import sweep

__all__ = [
    "FORMATS",
    "PANELS",
    "STYLES",
    "Film",
    "StyledFigure",
    "bifurcation",
    "diagram",
    "figure1",
    "figure2",
    "landscape",
    "loss_curves",
    "picture",
    "rests",
    "settling",
    "sweep",
]

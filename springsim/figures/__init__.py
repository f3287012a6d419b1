"""The paper's diagrams, and any scene drawn so, as Matplotlib figures that are the same byte for byte whenever they are saved.

No figure here is one of pyplot's: nothing global is left behind, and two that are made at once do not mix.
"""

from springsim.figures.bifurcation import bifurcation
from springsim.figures.diagnosis import diagnosis
from springsim.figures.diagram import diagram
from springsim.figures.drawing.figure import StyledFigure
from springsim.figures.drawing.saving import FORMATS, picture
from springsim.figures.equilibria import rests
from springsim.figures.figure1 import figure1, loss_curves
from springsim.figures.figure2 import PANELS, figure2
from springsim.figures.film import Film
from springsim.figures.landscape import landscape
from springsim.figures.margin_sweep import sweep
from springsim.figures.settling import settling
from springsim.palette import STYLES

__all__ = [
    "FORMATS",
    "PANELS",
    "STYLES",
    "Film",
    "StyledFigure",
    "bifurcation",
    "diagnosis",
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

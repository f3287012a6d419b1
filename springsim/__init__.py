"""springsim: the spring model of the contrastive loss (Hadsell, Chopra and LeCun, CVPR 2006), exact and visible."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from springsim import display
from springsim._version import __version__ as __version__
from springsim.energy.forces import PairDistances, forces, loss, pair_distances, residual, stable_step
from springsim.energy.stability import Stability, stability
from springsim.model import losses
from springsim.model.scene import Scene
from springsim.solvers.settle import Equilibrium, settle
from springsim.solvers.simulate import Trajectory, simulate
from springsim.validation import limits
from springsim.validation.errors import SceneError

if TYPE_CHECKING:
    from springsim import export, figures, kernels
    from springsim.model import presets
    from springsim.model.points_file import read_points
    from springsim.studies.equilibria import Equilibria, equilibria
    from springsim.studies.landscape import Landscape, landscape
    from springsim.studies.margin_sweep import MarginSweep, SweepError, sweep_margin

#: Names that are loaded when they are first asked for, and the modules that have them, or are them.
_LATER = {
    "Equilibria": "studies.equilibria",
    "Landscape": "studies.landscape",
    "MarginSweep": "studies.margin_sweep",
    "SweepError": "studies.margin_sweep",
    "equilibria": "studies.equilibria",
    "landscape": "studies.landscape",
    "read_points": "model.points_file",
    "sweep_margin": "studies.margin_sweep",
}
_MODULES_LATER = {"export": "export", "figures": "figures", "presets": "model.presets"}

__all__ = [
    "Equilibria",
    "Equilibrium",
    "Landscape",
    "MarginSweep",
    "PairDistances",
    "Scene",
    "SceneError",
    "Stability",
    "SweepError",
    "Trajectory",
    "equilibria",
    "export",
    "figures",
    "forces",
    "kernels",
    "landscape",
    "limits",
    "loss",
    "losses",
    "pair_distances",
    "presets",
    "read_points",
    "residual",
    "settle",
    "simulate",
    "stability",
    "stable_step",
    "sweep_margin",
]


def __getattr__(name: str) -> Any:
    """Load these when they are first asked for: a script that makes its own scenes and draws nothing starts without them."""
    if name in _MODULES_LATER:
        return import_module(f"springsim.{_MODULES_LATER[name]}")
    if name in _LATER:
        return getattr(import_module(f"springsim.{_LATER[name]}"), name)
    raise AttributeError(f"module 'springsim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _scene_in_a_notebook(scene: Scene) -> str | None:
    """Return a diagram as SVG; None where there are too many points for one, or no Matplotlib."""
    if len(scene) > limits.FIGURE_POINTS_MAX:
        return None
    try:
        notebook = import_module("springsim.figures.notebook")
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        return None
    picture: str = notebook.svg(scene)
    return picture


def _run_in_a_notebook(run: Trajectory) -> str | None:
    """Return the player of a run, in a frame of its own."""
    framed: str | None = import_module("springsim.board.player").framed(run)
    return framed


display.fill("scene", _scene_in_a_notebook)
display.fill("run", _run_in_a_notebook)

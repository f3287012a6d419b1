"""springsim: the spring model of the contrastive loss (Hadsell, Chopra and LeCun, CVPR 2006), exact and visible."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from springsim.dynamics import Trajectory, simulate
from springsim.equilibrium import Equilibrium, Stability, residual, settle, stability
from springsim.errors import SceneError
from springsim.forces import PairDistances, forces, loss, pair_distances, stable_step
from springsim.scene import Scene

if TYPE_CHECKING:
    from springsim import export, figures, presets
    from springsim.margins import MarginSweep, SweepError, sweep_margin
    from springsim.rests import Equilibria, equilibria
    from springsim.surface import Landscape, landscape

__version__ = "0.1.0"

#: Names that are loaded when they are first asked for, and the modules that have them.
_LATER = {
    "Equilibria": "rests",
    "Landscape": "surface",
    "MarginSweep": "margins",
    "SweepError": "margins",
    "equilibria": "rests",
    "landscape": "surface",
    "sweep_margin": "margins",
}

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
    "landscape",
    "loss",
    "pair_distances",
    "presets",
    "residual",
    "settle",
    "simulate",
    "stability",
    "stable_step",
    "sweep_margin",
]


def __getattr__(name: str) -> Any:
    """Load these when they are first asked for: a script that makes its own scenes and draws nothing starts without them."""
    if name in ("export", "figures", "presets"):
        return import_module(f"springsim.{name}")
    if name in _LATER:
        return getattr(import_module(f"springsim.{_LATER[name]}"), name)
    raise AttributeError(f"module 'springsim' has no attribute {name!r}")

"""springsim: the spring model of the contrastive loss (Hadsell, Chopra and LeCun, CVPR 2006), exact and visible."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from springsim.dynamics import Trajectory, simulate
from springsim.equilibrium import Equilibrium, residual, settle
from springsim.errors import SceneError
from springsim.forces import PairDistances, forces, loss, pair_distances, stable_step
from springsim.scene import Scene

if TYPE_CHECKING:
    from springsim import export, figures, presets

__version__ = "0.1.0"

__all__ = [
    "Equilibrium",
    "PairDistances",
    "Scene",
    "SceneError",
    "Trajectory",
    "export",
    "figures",
    "forces",
    "loss",
    "pair_distances",
    "presets",
    "residual",
    "settle",
    "simulate",
    "stable_step",
]


def __getattr__(name: str) -> Any:
    """Load these when they are first asked for: a script that makes its own scenes and draws nothing starts without them."""
    if name in ("export", "figures", "presets"):
        return import_module(f"springsim.{name}")
    raise AttributeError(f"module 'springsim' has no attribute {name!r}")

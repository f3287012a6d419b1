"""springsim: the spring model of the contrastive loss (Hadsell, Chopra and LeCun, CVPR 2006), exact and visible."""

from springsim import presets
from springsim.dynamics import Trajectory, simulate
from springsim.equilibrium import Equilibrium, residual, settle
from springsim.errors import SceneError
from springsim.forces import PairDistances, forces, loss, pair_distances, stable_step
from springsim.scene import Scene

__version__ = "0.1.0"

__all__ = [
    "Equilibrium",
    "PairDistances",
    "Scene",
    "SceneError",
    "Trajectory",
    "forces",
    "loss",
    "pair_distances",
    "presets",
    "residual",
    "settle",
    "simulate",
    "stable_step",
]

"""The partial losses of a distance: value and slope side by side.

Hadsell, Chopra and LeCun (CVPR 2006) write the contrastive loss of one pair at distance d as ``L_S = ½ d²`` for a similar
pair (eq. 6) and ``L_D = ½ max(0, m − d)²`` for a dissimilar one (eq. 8). The slope is the tension of the spring: positive
pulls the pair together, negative pushes it apart.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from springsim.arrays import Floats


def similar_loss(distance: npt.ArrayLike) -> Floats:
    """Partial loss of a similar pair, ``½ d²`` (eq. 6).

    Parameters
    ----------
    distance : array_like
        Distances d ≥ 0, any shape, in the unit of the margin.

    Returns
    -------
    ndarray
        Loss per pair, same shape, in squared units of the margin.
    """
    d = np.asarray(distance, dtype=np.float64)
    return 0.5 * d * d


def similar_slope(distance: npt.ArrayLike) -> Floats:
    """Slope of `similar_loss`, ``d`` (eq. 7): an attract-only spring of rest length 0.

    Parameters
    ----------
    distance : array_like
        Distances d ≥ 0, any shape.

    Returns
    -------
    ndarray
        dL_S/dd, same shape; the pull of the spring.
    """
    return np.asarray(distance, dtype=np.float64) * 1.0


def dissimilar_loss(distance: npt.ArrayLike, margin: Floats | float) -> Floats:
    """Partial loss of a dissimilar pair, ``½ max(0, m − d)²`` (eq. 8).

    Parameters
    ----------
    distance : array_like
        Distances d ≥ 0, any shape, in the unit of the margin.
    margin : float or ndarray
        The margin m > 0; an array broadcasts with the distances.

    Returns
    -------
    ndarray
        Loss per pair, same shape; zero from the margin on.
    """
    hinge = np.maximum(margin - np.asarray(distance, dtype=np.float64), 0.0)
    return 0.5 * hinge * hinge


def dissimilar_slope(distance: npt.ArrayLike, margin: Floats | float) -> Floats:
    """Slope of `dissimilar_loss`, ``−max(0, m − d)`` (eq. 9): an m-repulse-only spring of rest length m.

    Parameters
    ----------
    distance : array_like
        Distances d ≥ 0, any shape.
    margin : float or ndarray
        The margin m > 0; an array broadcasts with the distances.

    Returns
    -------
    ndarray
        dL_D/dd, same shape; zero from the margin on, never positive: the spring never pulls.
    """
    return -np.maximum(margin - np.asarray(distance, dtype=np.float64), 0.0)

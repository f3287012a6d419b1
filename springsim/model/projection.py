"""Principal components: the plane in which points of more dimensions are spread most."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from springsim.arrays import Floats


class Projection(NamedTuple):
    """Points in the plane of their two first principal components.

    Attributes
    ----------
    positions : (n, 2) ndarray of float
        In the plane, with their mean at the origin. No two are farther apart than before, and mostly nearer.
    axes : (2, d) ndarray of float
        The components, of length 1; the entry of each that is largest in size is positive.
    share : (2,) ndarray of float
        Which share of the variance is along each; 0 where all points are in one place.
    """

    positions: Floats
    axes: Floats
    share: Floats


def principal(points: Floats) -> Projection:
    """Return points in the plane of their two first principal components.

    Parameters
    ----------
    points : (n, d) ndarray of float
        Points in d ≥ 2 dimensions.

    Returns
    -------
    Projection
    """
    n, d = points.shape
    rounding = np.finfo(np.float64).eps * np.abs(points).max(initial=0.0) * np.sqrt(n * d)
    axes, variances = np.eye(2, d), np.zeros(min(n, d))
    centred = points - points.mean(axis=0) if n else points
    if n > 1 and np.linalg.norm(centred) > rounding:
        few = np.linalg.qr(centred, mode="r") if n > d else centred  # as spread as the points, and d rows only
        _, sizes, found = np.linalg.svd(few, full_matrices=False)
        axes[: min(2, len(found))] = found[:2]
        if len(found) == 1:
            axes[1] = 0.0
        largest = np.argmax(np.abs(axes), axis=1)
        axes *= np.where(np.take_along_axis(axes, largest[:, None], axis=1) < 0.0, -1.0, 1.0)
        variances = sizes**2
    total = variances.sum()
    share = np.zeros(2)
    share[: len(variances)] = variances[:2] / total if total > 0.0 else 0.0
    flat = np.einsum("nd,kd->nk", centred, axes)  # not by BLAS, for which equal points may be a last digit apart
    return Projection(flat, axes, share)

"""A trajectory as the board is given it: a JSON head and the arrays it names, together one block of bytes.

Layout, little-endian: length of the head (uint32), the head (UTF-8 JSON), then at offsets that the head gives, each a multiple
of 8 from the end of the padded head, the arrays.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springsim import palette
from springsim.dynamics import Trajectory
from springsim.equilibrium import Stability, stability
from springsim.forces import stable_step
from springsim.losses import dissimilar_loss, similar_loss
from springsim.scene import Scene

Arrays = dict[str, npt.NDArray[Any]]

#: Columns of the array ``numbers``, one row a frame.
NUMBERS: Final = ("loss", "mean", "similar", "dissimilar", "residual", "pushing", "step")
_CURVE_END: Final = 5.0  # margins
_CURVE_POINTS: Final = 401


def described(scene: Scene) -> dict[str, Any]:
    """Return what the head says of a scene; which pairs its springs tie is in the arrays of `springs`."""
    return {
        "n": len(scene),
        "labels": scene.labels.tolist(),
        "pinned": np.flatnonzero(scene.pinned).tolist(),
        "margin": scene.margin,
        "domain": scene.domain,
        "springs": {"kind": scene.springs.kind, "counts": scene.springs.counts},
        "stable": stable_step(scene),
    }


def springs(scene: Scene) -> Arrays:
    """Return the springs: ``pairs``, (k, 2) of indices of points, and ``similar``, (k,) of 1 and 0."""
    i, j, similar = scene.springs.pairs
    return {"pairs": np.stack([i, j], axis=1).astype("<u2"), "similar": similar.astype("u1")}


def rest_of(trajectory: Trajectory) -> Stability | None:
    """Return how the loss curves where a trajectory came to rest; None where it did not."""
    return stability(trajectory.final) if trajectory.converged else None


def rest(found: Stability | None) -> dict[str, Any] | None:
    """Return what the head says of an equilibrium: of which kind it is, and how many directions lead down or cost nothing."""
    return None if found is None else {"kind": found.kind, "unstable": found.unstable, "flat": found.flat}


def mode(found: Stability | None) -> Arrays:
    """Return the softest mode of an equilibrium as ``mode``, (n, 2), the farthest going 1; nothing where it has none."""
    return {} if found is None or found.softest is None else {"mode": found.softest.astype("<f4")}


def numbers(trajectory: Trajectory, offset: int = 0) -> npt.NDArray[np.float64]:
    """Return what is read off each frame, (t, 7) with columns as in `NUMBERS`; steps are counted from `offset`."""
    t = trajectory
    pairs = max(sum(t.scene.springs.counts), 1)
    columns = {
        "loss": t.loss,
        "mean": t.loss / pairs,
        "similar": t.similar_loss,
        "dissimilar": t.dissimilar_loss,
        "residual": t.residual,
        "pushing": t.pushing,
        "step": t.steps + offset,
    }
    return np.stack([np.asarray(columns[name], dtype="<f8") for name in NUMBERS], axis=1)


def curves() -> npt.NDArray[np.float32]:
    """Return both partial losses at margin 1, as rows similar and dissimilar; L(c d; c m) = c² L(d; m) gives all others."""
    d = np.linspace(0.0, _CURVE_END, _CURVE_POINTS)
    return np.stack([similar_loss(d), dissimilar_loss(d, 1.0)]).astype("<f4")


def look() -> dict[str, Any]:
    """Return how the board draws: how far the curves reach, in margins, and the palette."""
    return {
        "curveEnd": _CURVE_END,
        "colours": palette.CLASS_COLOURS,
        "shapes": palette.CLASS_SHAPES,
        "spring": palette.SPRING,
        "force": palette.FORCE,
    }


def block(head: dict[str, Any], arrays: Arrays) -> bytes:
    """Return head and arrays as one block; the head gets ``arrays``: of each its offset and shape, by name."""
    offset, places, parts = 0, {}, []
    for name, array in arrays.items():
        data = array.tobytes()
        places[name] = [offset, array.shape]
        parts.append(data + bytes(-len(data) % 8))
        offset += len(parts[-1])
    text = json.dumps({**head, "arrays": places}, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
    padding = bytes(-(4 + len(text)) % 8)
    return b"".join([(len(text) + len(padding)).to_bytes(4, "little"), text, b" " * len(padding), *parts])

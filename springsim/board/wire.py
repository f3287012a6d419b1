"""A trajectory as the board is given it: a JSON head and the arrays it names, together one block of bytes.

Layout, little-endian: length of the head (uint32), the head (UTF-8 JSON), then at offsets that the head gives, each a multiple
of 8 from the end of the padded head, the arrays.

What grows is bounded. Springs that follow from classes or neighbours are not listed: who reads the block enumerates the pairs.
Of many points, and in recordings, positions are sent as moves from frame to frame, in whole numbers of 16 bits; see `moves`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springsim import palette
from springsim.arrays import Floats
from springsim.energy import account
from springsim.energy.forces import stable_step
from springsim.energy.stability import Stability, stability
from springsim.look import LOOK
from springsim.model.laws import CONTRASTIVE, PairLaw
from springsim.model.scene import Scene
from springsim.solvers.simulate import Trajectory
from springsim.validation.limits import (
    COORDINATE_MAX,
    FRAMES_MIN,
    KIND_POINTS,
    RESTORE_MAX,
    SEED_MAX,
    VIEW_MAX,
    VIEW_SCALE_MIN,
)

Arrays = dict[str, npt.NDArray[Any]]

#: Columns of the array ``numbers``, one row a frame.
NUMBERS: Final = ("loss", "mean", "similar", "dissimilar", "residual", "pushing", "step")
_DEGREE: Final = 2  # L(c d; c m) = cᵈᵉᵍʳᵉᵉ L(d; m)
_CURVE_END: Final = 5.0  # margins
#: How far the axes of the curves go, of which the shortest is taken that has room: distance in margins, loss at margin 1.
_CURVE_AXES: Final = ((2.0, 1.5), (3.0, 2.0), (4.0, 2.0))
_CURVE_POINTS: Final = 401
_EXACT_POINTS: Final = 80  # up to which positions and forces are sent as they are, with 32 bits
_WHOLE: Final = 32_767  # largest whole number of 16 bits
_STEEP: Final = 14  # bits by which the grids of two frames beside each other may differ
_MOVE: Final = _WHOLE - 2 ** (_STEEP - 1) - 1  # units of the farthest move; rounding to the coarser of two grids fits besides
_NOTHING: Final = -900
_DEEPEST: Final = 40  # bits below the extent of the scene beyond which nothing moves


def described(scene: Scene) -> dict[str, Any]:
    """Return what the head says of a scene; which pairs are listed is in the arrays of `springs`."""
    return {
        "n": len(scene),
        "labels": scene.labels.tolist(),
        "classes": list(scene.class_names),
        "pinned": np.flatnonzero(scene.pinned).tolist(),
        "margin": scene.margin,
        "domain": scene.domain,
        "law": law(scene.law),
        "springs": {"kind": scene.springs.kind, "counts": scene.springs.counts},
        "stable": stable_step(scene),
    }


def law(own: PairLaw = CONTRASTIVE) -> dict[str, Any]:
    """Return how far springs reach and how losses grow with the margin, which is all the board knows of forces."""
    reach = [part.reach if np.isfinite(part.reach) else None for part in (own.dissimilar, own.similar)]
    return {"reach": reach, "degree": _DEGREE}


def told(trajectory: Trajectory) -> dict[str, Any]:
    """Return what the head says of a run as a whole: how it ended, what its steps are, how many frames a recorded one had."""
    t = trajectory
    return {"status": t.status, "unit": t.unit, "given": t.given, "names": list(t.names)}


def strongest(trajectory: Trajectory) -> float:
    """Return the largest force on a free point in the first frame, from which the length of arrows follows."""
    forces = trajectory.forces[0, ~trajectory.scene.pinned]
    return float(np.hypot(forces[:, 0], forces[:, 1]).max(initial=0.0))


def springs(scene: Scene) -> Arrays:
    """Return the springs that are listed pair by pair: none where the classes say all, else ``similar`` or both kinds.

    Of the pairs (i, j), ascending, ``similar``, (k,), has each j, and ``similar_from``, (n + 1,), where those of each i begin;
    ``dissimilar`` likewise, where it is listed too.
    """
    listed, numbers = scene.springs, np.arange(len(scene) + 1)
    lists = {
        "labels": {},
        "neighbours": {"similar": listed.similar},
        "pairs": {"similar": listed.similar, "dissimilar": listed.dissimilar},
    }[listed.kind]
    arrays: Arrays = {}
    for name, pairs in lists.items():
        arrays[f"{name}_from"] = np.searchsorted(pairs[:, 0], numbers).astype("<u4")
        arrays[name] = pairs[:, 1].astype("<u2")
    return arrays


def most_frames(points: int, size: int, most: int) -> int:
    """Return how many frames of so many points `motion` packs into a number of bytes; at least two, and at most `most`."""
    each = points * (16 if exact(points) else 8)
    return int(np.clip(size // max(each, 1), FRAMES_MIN, most))


def exact(points: int) -> bool:
    """Tell whether so many points are sent as they are; of more there are fewer frames, which may be far apart."""
    return points <= _EXACT_POINTS


def motion(trajectory: Trajectory) -> Arrays:
    """Return positions and forces of all frames: ``positions`` and ``forces``, (t, n, 2), of up to 80 points, else `moves`."""
    x, f = trajectory.positions, trajectory.forces
    if exact(x.shape[1]):
        return {"positions": x.astype("<f4"), "forces": f.astype("<f4")}
    return moves(x, f)


def moves(positions: Floats, forces: Floats, finest: tuple[int, int] = (_NOTHING, _NOTHING)) -> Arrays:
    """Return positions and forces of all frames, (t, n, 2), in whole numbers of 16 bits.

    ``start``, (n, 2), are the first positions; ``moves``, (t − 1, n, 2), those from each frame to the next; ``pulls``,
    (t, n, 2), the whole numbers of the forces, each less that of the frame before, wrapping round; ``units``, (t, 2), for each
    frame the exponents u of the units 2ᵘ of both, where the first move's is 0 and means nothing.

    What the moves add up to is each position, rounded to a grid of its frame that is as fine as the moves round it are short:
    nothing piles up, and no point is farther from its place than 2⁻¹⁴ of the farthest move just before or after; a leap, as
    when points fly apart, makes the grids of the frames around it coarser, by a factor of 2¹⁴ less for each frame. A force is
    right to 2⁻¹⁵ of the largest of its frame. Units need be no finer than `finest`: coarser ones make a smaller file, since
    there are many zeros then where little moves.
    """
    grids = _grids(positions, finest[0])
    rounded = positions * _power(-grids)
    np.rint(rounded, out=rounded)
    rounded *= _power(grids)
    finer = np.minimum(grids[1:], grids[:-1])
    force_units = np.maximum(whole_unit(_largest(forces)), finest[1])
    pulls = np.rint(forces * _power(-force_units)).astype("<i2")
    return {
        "start": rounded[0].astype("<f8"),
        "moves": (np.diff(rounded, axis=0) * _power(-finer)).astype("<i2"),
        "pulls": np.diff(pulls, axis=0, prepend=np.zeros_like(pulls[:1])),
        "units": np.stack([np.append(0, finer), force_units], axis=1).astype("<i2"),
    }


def whole_unit(largest: Floats) -> npt.NDArray[np.int64]:
    """Return for each magnitude the exponent of a unit of which it is less than 2¹⁵, and so fits into 16 bits."""
    return _bits(largest / _WHOLE)


def _grids(positions: Floats, finest: int) -> npt.NDArray[np.int64]:
    """Return for each frame the exponent of the grid to which its positions are rounded."""
    far = _bits(_largest(np.diff(positions, axis=0)) / _MOVE)
    least = max(int(_bits(_largest(positions)).max()) - _DEEPEST, finest)
    ends = np.concatenate([[least], np.maximum(far, least), [least]])
    grids = np.maximum(ends[1:], ends[:-1])  # a frame's moves on either side are whole numbers of the finer of two grids
    slope = _STEEP * np.arange(len(grids))
    ahead = np.maximum.accumulate(grids + slope) - slope
    behind = np.maximum.accumulate((grids - slope)[::-1])[::-1] + slope
    return np.maximum(ahead, behind)


def _power(exponents: npt.NDArray[np.int64]) -> Floats:
    """Return a power of two for each frame, by which all products are exact."""
    powers: Floats = np.ldexp(1.0, exponents)[:, None, None]
    return powers


def _largest(values: Floats) -> Floats:
    """Return the largest magnitude of each frame."""
    largest: Floats = np.maximum(values.max(axis=(1, 2), initial=0.0), -values.min(axis=(1, 2), initial=0.0))
    return largest


def _bits(values: Floats) -> npt.NDArray[np.int64]:
    """Return of each value the smallest b with value < 2ᵇ, but no less than of 2⁻⁹⁰⁰, which is nothing."""
    return np.where(values > 0.0, np.maximum(np.frexp(values)[1], _NOTHING), _NOTHING).astype(np.int64)


def rest_of(trajectory: Trajectory, most: int = KIND_POINTS) -> Stability | None:
    """Return how the loss curves where a trajectory came to rest.

    None where it did not, where its law does not tell, and where more than so many points are free: the time that it takes
    grows with their cube.
    """
    free = len(trajectory.scene) - int(trajectory.scene.pinned.sum())
    told = trajectory.scene.law.curved and trajectory.converged and free <= most
    return stability(trajectory.final) if told else None


def rest(found: Stability | None) -> dict[str, Any] | None:
    """Return what the head says of an equilibrium.

    Its kind and, as `springsim.energy.account` has it, of which case it is, how many directions lead down or cost nothing, from
    which motions of all points together that is told apart, whether pairs are at their hinge, and which springs keep the loss
    above zero.
    """
    if found is None:
        return None
    strain = account.strain(found.scene)
    return {
        "kind": found.kind,
        "case": account.case(found),
        "unstable": found.unstable,
        "flat": found.flat,
        "together": account.together(found),
        "hinges": found.hinges > 0,
        "strain": None if strain is None else strain._asdict(),
    }


def mode(found: Stability | None, seed: int = 0) -> Arrays:
    """Return the softest mode of an equilibrium as ``mode``, (n, 2), the farthest going 1; nothing where it has none.

    Its sign is that of a nudge with this seed.
    """
    way = None if found is None else found.way(seed)
    return {} if way is None else {"mode": way.astype("<f4")}


def numbers(trajectory: Trajectory, offset: int = 0, held: Sequence[int] = ()) -> npt.NDArray[np.float64]:
    """Return what is read off each frame, (t, 7) with columns as in `NUMBERS`; steps are counted from `offset`.

    Points that are held and not pinned stay for the while, and what is left of the force on them counts in the residual.
    """
    t = trajectory
    left = np.hypot(t.forces[:, held, 0], t.forces[:, held, 1]).max(axis=1) if held else 0.0
    residual = np.maximum(t.residual, left)
    pairs = max(sum(t.scene.springs.counts), 1)
    columns = {
        "loss": t.loss,
        "mean": t.loss / pairs,
        "similar": t.similar_loss,
        "dissimilar": t.dissimilar_loss,
        "residual": residual,
        "pushing": t.pushing,
        "step": t.steps + offset,
    }
    return np.stack([np.asarray(columns[name], dtype="<f8") for name in NUMBERS], axis=1)


def curves(law: PairLaw = CONTRASTIVE) -> npt.NDArray[np.float32]:
    """Return both partial losses at margin 1, as rows dissimilar and similar; the degree of the law gives all others."""
    d = np.linspace(0.0, _CURVE_END, _CURVE_POINTS)
    return np.stack([law.dissimilar.loss(d, 1.0), law.similar.loss(d, 1.0)]).astype("<f4")


def look() -> dict[str, Any]:
    """Return how the board draws: how far the table of the curves and their axes go, and how all looks; and its limits."""
    return {
        "curveEnd": _CURVE_END,
        "curveAxes": _CURVE_AXES,
        "look": {
            **asdict(LOOK),
            "colours": palette.CLASS_COLOURS,
            "shapes": [{"name": name, **shape._asdict()} for name, shape in palette.SHAPES.items()],
            "ink": palette.INK,
            "muted": palette.MUTED,
            "spring": palette.SPRING,
            "force": palette.FORCE,
        },
        "limits": {
            "coordinate": COORDINATE_MAX,
            "seed": SEED_MAX,
            "view": VIEW_MAX,
            "scale": [VIEW_SCALE_MIN, VIEW_MAX],
            "restore": RESTORE_MAX,
        },
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

"""Where points may be: anywhere in the plane, or on the unit circle, as embeddings of norm 1 are.

On the circle a force moves a point by its part along the circle only; the rest of it the circle holds.
"""

from __future__ import annotations

from typing import Final, Literal, cast

import numpy as np

from springsim.arrays import Floats
from springsim.validation.errors import SceneError, Words

Domain = Literal["plane", "circle"]

DOMAINS: Final = ("plane", "circle")
_UNIT: Final = 8.0 * float(np.finfo(np.float64).eps)  # a norm this near to 1 is 1: who is on the circle stays, to the bit


def checked_domain(domain: object) -> Domain:
    """Return `domain`, or raise `SceneError` where it is none of `DOMAINS`."""
    if not isinstance(domain, str) or domain not in DOMAINS:
        raise SceneError("domain", domain, '"plane" or "circle"')
    return cast("Domain", domain)


def checked_on_circle(positions: Floats) -> Floats:
    """Return positions, (n, 2), projected onto the circle.

    Raises
    ------
    SceneError
        If a point is at the origin, which is as far from the circle in every direction.
    """
    wrong = np.flatnonzero(~positions.any(axis=1))
    if wrong.size:
        raise SceneError(f"positions[{wrong[0]}]", Words("(0, 0)"), "a point off the origin: on the circle each has norm 1")
    return on_circle(positions)


def on_circle(positions: Floats) -> Floats:
    """Return positions, (…, 2), divided by their norms; those of norm 1 as they are, and (0, 0) as it is."""
    norm = np.hypot(positions[..., 0], positions[..., 1])
    off = (np.abs(norm - 1.0) > _UNIT) & (norm > 0.0)
    if not off.any():
        return positions
    scaled = positions[off] / np.abs(positions[off]).max(axis=-1, keepdims=True)  # tiny ones have too few digits for a norm
    projected = positions.copy()
    projected[off] = scaled / np.hypot(scaled[..., 0], scaled[..., 1])[..., None]
    return projected


def tangents(positions: Floats) -> Floats:
    """Return the unit tangents of the circle at positions on it, (…, 2), counter-clockwise."""
    return np.stack([-positions[..., 1], positions[..., 0]], axis=-1)


def acting(domain: Domain, positions: Floats, forces: Floats) -> Floats:
    """Return the part of forces, (…, 2), that can move the points: on the circle the one along it."""
    if domain == "plane":
        return forces
    along = tangents(positions)
    part: Floats = np.einsum("...i,...i->...", forces, along)[..., None] * along
    return part


def stepped(domain: Domain, positions: Floats, step: Floats) -> Floats:
    """Return positions, (n, 2), moved by a step: on the circle normalise(x + step), where a step to (0, 0) moves nothing.

    For the whole force F and λ of `Scene.springs`, F / λ is the step to the least point, in the domain, of a bound that the
    loss never exceeds and touches here; so neither it nor a shorter one along F raises the loss.
    """
    there = positions + step
    if domain == "plane":
        return there
    norm = np.hypot(there[..., 0], there[..., 1])[..., None]
    still = (step == 0.0).all(axis=-1, keepdims=True) | (norm == 0.0)
    return np.where(still, positions, there / np.where(norm > 0.0, norm, 1.0))

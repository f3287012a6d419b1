"""Where points may be, as values: anywhere in the plane, or on the unit circle, as embeddings of norm 1 are.

On the circle a force moves a point by its part along the circle only; the rest of it the circle holds. All that depends on
the domain is a method or an attribute of its value here: another domain is another class in this file, a row in `DOMAINS`, and
what draws it (`springsim.figures.drawing.plane.OUTLINES`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final, Literal, cast

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.model.conventions import REST, coincident_direction, sunflower
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import COORDINATE_MAX

DomainId = Literal["plane", "circle"]

_UNIT: Final = 8.0 * float(np.finfo(np.float64).eps)  # a norm this near to 1 is 1: points on the circle stay, to the bit
_SPREAD: Final = 0.8  # margins: how far random positions scatter in the plane


class Domain(ABC):
    """Where points may be, and how they move there.

    Positions are (n, 2), or have x and y along the first axis, where an argument `axis` is 0 instead of −1. Where an argument
    `unit` is given, positions are measured in that unit, a number or one for each run, (b,), along the last axis; the circle's
    radius is then 1/unit.

    Attributes
    ----------
    id : str
        Its name in files, links and calls.
    phrase : str
        What the representation of a scene says of it.
    dimensions : int
        c: along how many coordinates a point moves, 2 for positions or 1 for an angle.
    bounded : bool
        Whether no point can leave the range of coordinates.
    straight : bool
        Whether the distance of two points is that of their positions in the plane.
    length : float or None
        A length that it has of its own, beside the margin: nothing scales with the margin then.
    descent : float
        Steps of gradient descent below this many times 1/λ never raise the loss.
    corners : (k, 2) ndarray of float
        What must be in view where all of it is to be seen; empty where it has no end.
    """

    id: ClassVar[str]
    phrase: ClassVar[str] = ""
    dimensions: ClassVar[int] = 2
    bounded: ClassVar[bool]
    straight: ClassVar[bool] = True
    length: ClassVar[float | None] = None
    descent: ClassVar[float]
    corners: ClassVar[Floats] = np.empty((0, 2))

    def checked(self, positions: Floats) -> Floats:
        """Return finite positions, (n, 2), brought into the domain.

        Raises
        ------
        SceneError
            If there is a point that it cannot take.
        """
        return positions

    def admitted(self, positions: Floats) -> Floats:
        """Return positions, (n, 2), of which those that `checked` would refuse are replaced by a place that it takes."""
        return positions

    def shortest(self, difference: Floats) -> Floats:
        """Return differences of positions, any shape, as displacements along the shortest way; as they are where `straight`."""
        return difference

    @abstractmethod
    def scattered(self, n: int, margin: float, rng: np.random.Generator) -> Floats:
        """Return n random positions, (n, 2), for a start."""

    @abstractmethod
    def acting(self, positions: Floats, forces: Floats) -> Floats:
        """Return the part of forces, (…, 2), that can move the points."""

    @abstractmethod
    def stepped(self, positions: Floats, step: Floats) -> Floats:
        """Return positions, (n, 2), moved by a step.

        For the whole force F and λ of `Scene.springs`, F / λ is the step to the least point, in the domain, of a bound that the
        loss never exceeds and touches here; so neither it nor a shorter one along F raises the loss.
        """

    @abstractmethod
    def moved(self, positions: Floats, velocity: Floats, out: Floats) -> Floats:
        """Write positions moved by a velocity into `out`, all (n, 2), and return the part of the velocity that goes on."""

    @abstractmethod
    def carried(self, positions: Floats, velocity: Floats, shift: Floats, change: Floats) -> tuple[Floats, Floats]:
        """Return the derivative of `moved`: what k small shifts and changes of velocity, (n, 2, k), become, to first order."""

    @abstractmethod
    def clipped(self, positions: Floats, unit: Floats | float = 1.0) -> Floats:
        """Return positions within the range of coordinates."""

    @abstractmethod
    def coordinates(self, positions: Floats, unit: Floats | float = 1.0, axis: int = -1) -> Floats:
        """Return the coordinates by which points move, c along `axis`, of positions, 2 along it."""

    @abstractmethod
    def along(self, positions: Floats, forces: Floats, unit: Floats | float = 1.0, axis: int = -1) -> Floats:
        """Return forces by coordinates: minus the gradient of the loss by them."""

    @abstractmethod
    def turned(self, positions: Floats, step: Floats, unit: Floats | float = 1.0, axis: int = -1) -> Floats:
        """Return the step of the coordinates that `stepped` comes to for a step of positions."""

    @abstractmethod
    def advanced(
        self,
        positions: Floats,
        at: Floats,
        step: Floats,
        still: Bools | None = None,
        unit: Floats | float = 1.0,
        axis: int = -1,
    ) -> tuple[Floats, Floats]:
        """Return positions and coordinates after a step of the coordinates `at`, within their range.

        Points that are `still`, of a shape that broadcasts with positions, keep their positions to the bit; without it those
        whose step is 0.
        """

    @abstractmethod
    def in_scene_unit(self, positions: Floats, at: Floats, unit: Floats | float, axis: int = -1) -> Floats:
        """Return positions of points, given in `unit` with their coordinates, in the unit of the scene."""

    @abstractmethod
    def displaced(self, positions: Floats, coordinates: Floats) -> Floats:
        """Return the motions, (k, n, 2), of points at (n, 2) that k motions by coordinates, (k, c n), are."""

    @abstractmethod
    def curved(self, matrix: Floats, positions: Floats, forces: Floats) -> Floats:
        """Return second derivatives of the loss by coordinates, (c n, c n), of those by positions, (n, 2, n, 2)."""

    @abstractmethod
    def rigid_motions(self, free: Floats, held: Floats, margin: float) -> Floats:
        """Return the motions that change no distance, as orthonormal rows over the coordinates of the points that are free.

        Parameters
        ----------
        free, held : (f, 2), (h, 2) ndarray of float
            Positions of the points that are free and of those that are pinned.
        margin : float
            The margin: points much nearer than that are in one place.

        Returns
        -------
        (r, c f) ndarray of float
        """

    @abstractmethod
    def origin(self, held: Floats) -> Floats:
        """Return the place from which lengths scale with the margin, (2,), where points are pinned at `held`, (h, 2)."""

    @abstractmethod
    def parting(self, i: Ints, j: Ints, at: Floats) -> Floats:
        """Return the unit direction, (2, …), in which point i is pushed off point j, both at the place `at`, (2, …)."""

    @abstractmethod
    def marks(self, i: Ints) -> Floats:
        """Return two coordinates for each point, (2, n), from whose difference compiled loops take `parting`."""


class Plane(Domain):
    """Anywhere in the plane: |x|, |y| ≤ 1e6."""

    id = "plane"
    bounded = False
    descent = 2.0 - 1e-9

    def scattered(self, n: int, margin: float, rng: np.random.Generator) -> Floats:
        """See `Domain.scattered`: normally distributed round the origin, by 0.8 margins along each axis."""
        return np.clip(_SPREAD * margin * rng.normal(size=(n, 2)), -COORDINATE_MAX, COORDINATE_MAX)

    def acting(self, positions: Floats, forces: Floats) -> Floats:
        """See `Domain.acting`: all of it."""
        return forces

    def stepped(self, positions: Floats, step: Floats) -> Floats:
        """See `Domain.stepped`."""
        return positions + step

    def moved(self, positions: Floats, velocity: Floats, out: Floats) -> Floats:
        """See `Domain.moved`."""
        np.add(positions, velocity, out=out)
        return velocity

    def carried(self, positions: Floats, velocity: Floats, shift: Floats, change: Floats) -> tuple[Floats, Floats]:
        """See `Domain.carried`."""
        return shift + change, change

    def clipped(self, positions: Floats, unit: Floats | float = 1.0) -> Floats:
        """See `Domain.clipped`."""
        most = COORDINATE_MAX / unit
        return np.clip(positions, -most, most)

    def coordinates(self, positions: Floats, unit: Floats | float = 1.0, axis: int = -1) -> Floats:
        """See `Domain.coordinates`: the positions themselves."""
        return positions

    def along(self, positions: Floats, forces: Floats, unit: Floats | float = 1.0, axis: int = -1) -> Floats:
        """See `Domain.along`."""
        return forces

    def turned(self, positions: Floats, step: Floats, unit: Floats | float = 1.0, axis: int = -1) -> Floats:
        """See `Domain.turned`."""
        return step

    def advanced(
        self,
        positions: Floats,
        at: Floats,
        step: Floats,
        still: Bools | None = None,
        unit: Floats | float = 1.0,
        axis: int = -1,
    ) -> tuple[Floats, Floats]:
        """See `Domain.advanced`."""
        most = COORDINATE_MAX / unit
        there = at + step
        np.minimum(np.maximum(there, -most, out=there), most, out=there)
        return there, there

    def in_scene_unit(self, positions: Floats, at: Floats, unit: Floats | float, axis: int = -1) -> Floats:
        """See `Domain.in_scene_unit`."""
        return np.clip(positions * unit, -COORDINATE_MAX, COORDINATE_MAX)

    def displaced(self, positions: Floats, coordinates: Floats) -> Floats:
        """See `Domain.displaced`."""
        return np.ascontiguousarray(coordinates).reshape(len(coordinates), len(positions), 2)

    def curved(self, matrix: Floats, positions: Floats, forces: Floats) -> Floats:
        """See `Domain.curved`."""
        return matrix.reshape(2 * len(positions), 2 * len(positions))

    def rigid_motions(self, free: Floats, held: Floats, margin: float) -> Floats:
        """See `Domain.rigid_motions`: two translations and a turn; one pinned place leaves the turn, two leave nothing."""
        pins = places(held)
        motions: Floats = np.zeros((0, 2 * len(free)))
        if len(free) and len(pins) < 2:
            middle = pins[0] if len(pins) else free.mean(axis=0)
            turn = tangents(free - middle).ravel()
            shifts: Floats = np.zeros((0, turn.size)) if len(pins) else np.tile(np.eye(2), len(free)) / np.sqrt(len(free))
            size = float(np.linalg.norm(turn))
            one_place = REST * margin * np.sqrt(len(free))
            motions = np.vstack([shifts, turn / size]) if size > one_place else shifts  # points in one place do not turn
        return motions

    def origin(self, held: Floats) -> Floats:
        """See `Domain.origin`: where pins are, if they are in one place."""
        pins = places(held)
        one: Floats = pins[0] if len(pins) == 1 else np.zeros(2)
        return one

    def parting(self, i: Ints, j: Ints, at: Floats) -> Floats:
        """See `Domain.parting`: as `conventions.coincident_direction` says."""
        return coincident_direction(i, j)

    def marks(self, i: Ints) -> Floats:
        """See `Domain.marks`: places on a spiral."""
        return sunflower(i)


class Circle(Domain):
    """On the unit circle, where all points have norm 1, and none is farther than 2 from another."""

    id = "circle"
    phrase = ", on the circle"
    dimensions = 1
    bounded = True
    length = 1.0
    descent = 1.0 + 1e-9
    corners = np.array([(-1.0, -1.0), (1.0, 1.0)])
    corners.setflags(write=False)

    def checked(self, positions: Floats) -> Floats:
        """See `Domain.checked`: positions divided by their norms; none may be the origin, as far from it in every direction."""
        wrong = np.flatnonzero(~positions.any(axis=1))
        if wrong.size:
            allowed = "a point off the origin: on the circle each has norm 1"
            raise SceneError(f"positions[{wrong[0]}]", Words("(0, 0)"), allowed)
        return on_circle(positions)

    def admitted(self, positions: Floats) -> Floats:
        """See `Domain.admitted`: what is at the origin goes to (1, 0)."""
        return np.where(positions.any(axis=1, keepdims=True), positions, (1.0, 0.0))

    def scattered(self, n: int, margin: float, rng: np.random.Generator) -> Floats:
        """See `Domain.scattered`: any angle is as likely."""
        turn = 2.0 * np.pi * rng.random(n)
        return np.stack([np.cos(turn), np.sin(turn)], axis=1)

    def acting(self, positions: Floats, forces: Floats) -> Floats:
        """See `Domain.acting`: the part along the circle."""
        along = tangents(positions)
        part: Floats = np.einsum("...i,...i->...", forces, along)[..., None] * along
        return part

    def stepped(self, positions: Floats, step: Floats) -> Floats:
        """See `Domain.stepped`: normalise(x + step), where a step to (0, 0) moves nothing."""
        there = positions + step
        norm = np.hypot(there[..., 0], there[..., 1])[..., None]
        still = (step == 0.0).all(axis=-1, keepdims=True) | (norm == 0.0)
        return np.where(still, positions, there / np.where(norm > 0.0, norm, 1.0))

    def moved(self, positions: Floats, velocity: Floats, out: Floats) -> Floats:
        """See `Domain.moved`: the part of the velocity along the circle goes on."""
        np.copyto(out, self.stepped(positions, velocity))
        return self.acting(out, velocity)

    def carried(self, positions: Floats, velocity: Floats, shift: Floats, change: Floats) -> tuple[Floats, Floats]:
        """See `Domain.carried`: x' = y/‖y‖ with y = x + w moves by the part of dy along it, / ‖y‖; w − (w·x') x' goes on."""
        there = positions + velocity
        norm = np.hypot(there[:, 0], there[:, 1])[:, None]
        unit = there / norm
        outward = np.einsum("ni,ni->n", unit, velocity)[:, None, None]

        def along(vectors: Floats) -> Floats:
            part: Floats = vectors - unit[:, :, None] * np.einsum("ni,nik->nk", unit, vectors)[:, None, :]
            return part

        shifted = along(shift + change) / norm[:, :, None]
        turned = unit[:, :, None] * np.einsum("ni,nik->nk", velocity, shifted)[:, None, :]
        return shifted, along(change) - outward * shifted - turned

    def clipped(self, positions: Floats, unit: Floats | float = 1.0) -> Floats:
        """See `Domain.clipped`: nothing leaves it."""
        return positions

    def coordinates(self, positions: Floats, unit: Floats | float = 1.0, axis: int = -1) -> Floats:
        """See `Domain.coordinates`: arcs from (1, 0), counter-clockwise."""
        x, y = _along_axes(positions, axis)
        return _one_coordinate(np.arctan2(y, x) / unit, axis)

    def along(self, positions: Floats, forces: Floats, unit: Floats | float = 1.0, axis: int = -1) -> Floats:
        """See `Domain.along`."""
        return _one_coordinate(_dot(_unit_tangents(positions, unit, axis), forces, axis), axis)

    def turned(self, positions: Floats, step: Floats, unit: Floats | float = 1.0, axis: int = -1) -> Floats:
        """See `Domain.turned`."""
        radius, there = 1.0 / unit, positions + step
        across = _dot(_unit_tangents(positions, unit, axis), there, axis)
        turn: Floats = np.arctan2(across, _dot(positions, there, axis) / radius) * radius
        return _one_coordinate(turn, axis)

    def advanced(
        self,
        positions: Floats,
        at: Floats,
        step: Floats,
        still: Bools | None = None,
        unit: Floats | float = 1.0,
        axis: int = -1,
    ) -> tuple[Floats, Floats]:
        """See `Domain.advanced`."""
        there = at + step
        still = (step == 0.0).all(axis=axis, keepdims=True) if still is None else still
        return np.where(still, positions, self.in_scene_unit(positions, there, unit, axis) / unit), there

    def in_scene_unit(self, positions: Floats, at: Floats, unit: Floats | float, axis: int = -1) -> Floats:
        """See `Domain.in_scene_unit`."""
        turn = (at[..., 0] if axis == -1 else at[0]) * unit
        return np.stack([np.cos(turn), np.sin(turn)], axis=axis)

    def displaced(self, positions: Floats, coordinates: Floats) -> Floats:
        """See `Domain.displaced`."""
        return np.ascontiguousarray(coordinates[:, :, None] * tangents(positions))

    def curved(self, matrix: Floats, positions: Floats, forces: Floats) -> Floats:
        """See `Domain.curved`: by angles, where x'' = −x adds what the force pulls inward or pushes outward."""
        along = tangents(positions)
        by_angle: Floats = np.einsum("ia,iajb,jb->ij", along, matrix, along, optimize=True)
        by_angle[np.diag_indices(len(along))] += np.einsum("ij,ij->i", forces, positions)
        return by_angle

    def rigid_motions(self, free: Floats, held: Floats, margin: float) -> Floats:
        """See `Domain.rigid_motions`: the turn, unless a point is pinned."""
        count = 0 if len(held) or not len(free) else 1
        return np.full((count, len(free)), 1.0 / np.sqrt(max(len(free), 1)))

    def origin(self, held: Floats) -> Floats:
        """See `Domain.origin`: the middle."""
        return np.zeros(2)

    def parting(self, i: Ints, j: Ints, at: Floats) -> Floats:
        """See `Domain.parting`: along the circle, counter-clockwise for the higher index: nothing else could part the two."""
        along: Floats = np.sign(i - j) * np.stack([-at[1], at[0]])
        return along

    def marks(self, i: Ints) -> Floats:
        """See `Domain.marks`: the order of the points, which says which way along the circle."""
        return np.stack([i, np.zeros(len(i))]).astype(np.float64)


#: Every domain by its id; the first one is what a scene has unless asked otherwise.
DOMAINS: Final[Mapping[str, Domain]] = MappingProxyType({domain.id: domain for domain in (Plane(), Circle())})
DEFAULT: Final[DomainId] = "plane"


def checked_domain(domain: object) -> DomainId:
    """Return the id `domain`, or raise `SceneError` where it is none of `DOMAINS`."""
    if not isinstance(domain, str) or domain not in DOMAINS:
        raise SceneError("domain", domain, " or ".join(f'"{id}"' for id in DOMAINS))
    return cast("DomainId", domain)


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


def places(positions: Floats) -> Floats:
    """Return up to two different places of positions, (n, 2): whether there is none, one or more."""
    others = positions[(positions != positions[:1]).any(axis=1)]
    return np.concatenate([positions[:1], others[:1]])


def _unit_tangents(positions: Floats, unit: Floats | float, axis: int) -> Floats:
    """Return `tangents` at positions on a circle of radius 1/unit, x and y along `axis`."""
    x, y = _along_axes(positions, axis)
    along: Floats = np.stack([-y, x], axis=axis) / (1.0 / unit)
    return along


def _along_axes(vectors: Floats, axis: int) -> tuple[Floats, Floats]:
    """Return x and y of vectors that have them along the first or the last axis."""
    return (vectors[..., 0], vectors[..., 1]) if axis == -1 else (vectors[0], vectors[1])


def _one_coordinate(values: Floats, axis: int) -> Floats:
    """Return values as the one coordinate of each point, along the first or the last axis."""
    return values[..., None] if axis == -1 else values[None]


def _dot(a: Floats, b: Floats, axis: int) -> Floats:
    """Return scalar products of vectors whose x and y are along `axis`, the first or the last."""
    product: Floats = np.einsum("...i,...i->..." if axis == -1 else "i...,i...->...", a, b)
    return product

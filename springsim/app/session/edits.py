"""Changes of a scene that the board offers, as pure functions Scene → Scene, within the app's limits."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from springsim import texts
from springsim.arrays import Bools, Floats, Ints
from springsim.energy.stability import Stability
from springsim.model.class_names import extended
from springsim.model.domains import DOMAINS, DomainId
from springsim.model.scene import Scene
from springsim.model.springs import Kind
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import APP, CLASS_NAMES_MAX

#: One point, or several: what is done to them is done at once.
Chosen = int | Sequence[int]

_OFF_A_SADDLE = 1e-3  # margins: how far a nudge goes
_SEEN = 0.15


def added(scene: Scene, x: float, y: float, label: int, to: int = -1) -> Scene:
    """Return the scene with a point more.

    Where springs are by hand it has none or, where `to` is not −1, one to that point: similar if both are of one class.
    """
    larger = _rebuilt(
        scene,
        positions=np.vstack([scene.positions, [(x, y)]]),
        labels=np.append(scene.labels, label),
        pinned=np.append(scene.pinned, False),
        names=_names_for(scene, label),
    )
    if to < 0 or scene.springs.kind != "pairs":
        return larger
    alike = bool(scene.labels[to] == label)
    return tied(larger, to, len(scene), alike, not alike)


def removed(scene: Scene, i: Chosen) -> Scene:
    """Return the scene without the points i and their springs."""
    keep = np.ones(len(scene), dtype=np.bool_)
    keep[np.asarray(i)] = False
    return _rebuilt(
        scene,
        positions=scene.positions[keep],
        labels=scene.labels[keep],
        pinned=scene.pinned[keep],
        similar=_among(scene.springs.similar, keep),
        dissimilar=_among(scene.springs.dissimilar, keep),
    )


def moved(scene: Scene, i: Chosen, x: float | Sequence[float], y: float | Sequence[float]) -> Scene:
    """Return the scene with the points i elsewhere; on the circle each in its direction, if it has one.

    Raises
    ------
    SceneError
        If there are not as many coordinates as points.
    """
    points = np.atleast_1d(i)
    for name, given in (("x", x), ("y", y)):
        if np.ndim(given) != np.ndim(i) or np.size(given) != points.size:
            raise SceneError(f"move.{name}", Words(f"{np.size(given)} numbers"), f"{points.size} numbers")
    places = np.stack([np.atleast_1d(x), np.atleast_1d(y)], axis=1)
    fit = (scene.space.admitted(places) == places).all(axis=1)
    if not fit.any():
        return scene
    positions = scene.positions.copy()
    positions[points[fit]] = places[fit]
    return scene.replace(positions=positions)


def placed_at_x(scene: Scene, i: int, value: float) -> Scene:
    """Return the scene with point i at this x; its y stays exactly as it is."""
    return moved(scene, i, value, float(scene.positions[i, 1]))


def placed_at_y(scene: Scene, i: int, value: float) -> Scene:
    """Return the scene with point i at this y; its x stays exactly as it is."""
    return moved(scene, i, float(scene.positions[i, 0]), value)


def turned(scene: Scene, i: int, value: float) -> Scene:
    """Return the scene with point i on the unit circle, at this angle from the x axis, in degrees."""
    angle = np.deg2rad(value)
    return moved(scene, i, float(np.cos(angle)), float(np.sin(angle)))


def pinned(scene: Scene, i: Chosen, on: bool) -> Scene:
    """Return the scene with the points i pinned or free."""
    held = scene.pinned.copy()
    held[np.asarray(i)] = on
    return scene.replace(pinned=held)


def relabelled(scene: Scene, i: Chosen, label: int) -> Scene:
    """Return the scene with the points i in another class."""
    labels = scene.labels.copy()
    labels[np.asarray(i)] = label
    return _rebuilt(scene, labels=labels, names=_names_for(scene, label))


def tied(scene: Scene, i: int, j: int, similar: bool, dissimilar: bool) -> Scene:
    """Return the scene with just these springs between points i and j.

    Springs by neighbours stay by neighbours while each pair keeps exactly one; otherwise all springs go on by hand.

    Raises
    ------
    SceneError
        If i and j are the same point.
    """
    if i == j:
        raise SceneError("tie.j", j, "another point than i")
    by_hand_now = scene.springs.kind == "labels" or (scene.springs.kind == "neighbours" and similar == dissimilar)
    base = by_hand(scene) if by_hand_now else scene
    pair = np.array([[min(i, j), max(i, j)]])
    attract = _toggled(base.springs.similar, pair, similar)
    repulse = _toggled(base.springs.dissimilar, pair, dissimilar and base.springs.kind == "pairs")
    return _rebuilt(base, similar=attract, dissimilar=repulse)


def by_class(scene: Scene) -> Scene:
    """Return the scene with springs by class: equal labels similar, all other pairs dissimilar."""
    return _rebuilt(scene, kind="labels")


def by_hand(scene: Scene) -> Scene:
    """Return the scene with the springs it has, from now on each by itself.

    Raises
    ------
    SceneError
        If there are more than can be listed.
    """
    count = sum(scene.springs.counts)
    if count > APP.springs:  # before any of them is listed
        raise SceneError("springs", Words(f"{count} listed springs"), f"at most {APP.springs}")
    i, j, similar = scene.springs.pairs
    pairs = np.stack([i, j], axis=1)
    return _rebuilt(scene, kind="pairs", similar=pairs[similar], dissimilar=pairs[~similar])


def untied(scene: Scene) -> Scene:
    """Return the scene without any spring, to be tied by hand."""
    none = np.empty((0, 2), np.int64)
    return _rebuilt(scene, kind="pairs", similar=none, dissimilar=none)


#: Ways to choose the springs of a scene, by the name of each.
SPRINGS: Final[Mapping[str, Callable[[Scene], Scene]]] = {"labels": by_class, "pairs": by_hand, "none": untied}


def with_springs(scene: Scene, kind: str) -> Scene:
    """Return the scene with its springs chosen in one of the ways of `SPRINGS`."""
    return SPRINGS[kind](scene)


def nudged(scene: Scene, seed: int, rest: Stability | None = None) -> Scene:
    """Return the scene nudged: at rest along its softest mode, a little off a saddle and enough to be seen elsewhere."""
    if rest is None or rest.softest is None:
        return scene.nudged(seed=seed)
    return scene.replace(positions=rest.nudged(seed=seed, size=_OFF_A_SADDLE if rest.unstable else _SEEN).positions)


def placed_in(scene: Scene, domain: DomainId) -> Scene:
    """Return the scene in a domain; what is at the origin goes to (1, 0) on the circle."""
    return scene.replace(positions=DOMAINS[domain].admitted(scene.positions), domain=domain)


def cleared(scene: Scene) -> Scene:
    """Return a scene without points, with the same margin, domain and law.

    Points to come are tied by class; classes have no names any more, as those of the points that are gone mean nothing to them.
    """
    return Scene.from_labels(np.empty((0, 2)), [], margin=scene.margin, domain=scene.domain, law=scene.law)


def sharing(scene: Scene, other: Scene) -> Scene:
    """Return the scene with the very springs of another one where they are equal, so that a history holds them once."""
    if len(scene) != len(other):
        return scene
    if not scene.springs.same_as(other.springs):
        return scene
    return dataclasses.replace(scene, springs=other.springs)


def _rebuilt(
    scene: Scene,
    *,
    kind: Kind | None = None,
    positions: Floats | None = None,
    labels: Ints | None = None,
    pinned: Bools | None = None,
    similar: Ints | None = None,
    dissimilar: Ints | None = None,
    names: tuple[str, ...] | None = None,
) -> Scene:
    springs = scene.springs
    kind = springs.kind if kind is None else kind
    x = scene.positions if positions is None else positions
    classes = springs.labels if labels is None else labels
    held = scene.pinned if pinned is None else pinned
    attract = springs.similar if similar is None else similar
    repulse = springs.dissimilar if dissimilar is None else dissimilar
    others: Any = {
        "margin": scene.margin,
        "pinned": held,
        "class_names": scene.class_names if names is None else names,
        "domain": scene.domain,
        "law": scene.law,
        "limits": APP,
    }
    if kind == "labels":
        return Scene.from_labels(x, classes, **others)
    if kind == "neighbours":
        return Scene.from_neighbours(x, attract, labels=classes, **others)
    return Scene.from_pairs(x, attract, repulse, labels=classes, **others)


def _names_for(scene: Scene, label: int) -> tuple[str, ...]:
    """Return the names of classes with one for a class too; a new one is called as the board calls classes without names."""
    return extended(scene.class_names, label, [texts.class_name(k) for k in range(min(label + 1, CLASS_NAMES_MAX))])


def _among(pairs: Ints, keep: Bools) -> Ints:
    """Return the pairs of points that are kept, by the numbers that these have then."""
    number = np.cumsum(keep) - 1
    return np.asarray(number[pairs[keep[pairs].all(axis=1)]], dtype=np.int64)


def _toggled(pairs: Ints, pair: Ints, on: bool) -> Ints:
    others = pairs[(pairs != pair).any(axis=1)]
    return np.concatenate([others, pair]) if on else others

"""Scenes to test with: random ones by seed, and Hypothesis strategies for any scene that is accepted."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from springsim import Scene

KINDS = ("labels", "neighbours", "pairs")


def random_scene(kind: str, n: int, seed: int = 0, *, margin: float = 1.0, spread: float = 0.7, pins: int = 0) -> Scene:
    """Return n points at random, tied by springs of one kind at random, the first few of them pinned."""
    rng = np.random.default_rng(seed)
    x = margin * spread * rng.normal(size=(n, 2))
    pinned = np.arange(n) < pins
    labels = rng.integers(0, max(n // 6, 2), n)
    if kind == "labels":
        return Scene.from_labels(x, labels, margin=margin, pinned=pinned)
    pairs = np.stack(np.triu_indices(n, 1), axis=1)
    if kind == "neighbours":
        return Scene.from_neighbours(x, pairs[rng.random(len(pairs)) < 4 / max(n, 1)], margin=margin, pinned=pinned)
    return Scene.from_pairs(
        x, pairs[rng.random(len(pairs)) < 0.2], pairs[rng.random(len(pairs)) < 0.4], margin=margin, pinned=pinned
    )


def ring(positions: npt.ArrayLike, reach: int, margin: float = 1.0) -> Scene:
    """Return points in a ring, each similar to `reach` neighbours on either side and dissimilar to all others."""
    n = len(np.asarray(positions))
    return Scene.from_neighbours(positions, [(i, (i + k) % n) for i in range(n) for k in range(1, reach + 1)], margin=margin)


def coordinates() -> st.SearchStrategy[float]:
    """Any accepted coordinate, with a taste for what hurts: signed zeros, subnormals, equal ones, the ends of the range."""
    hard = st.sampled_from([0.0, -0.0, 5e-324, -1e-310, 1e-300, 1e-140, 1e-9, 0.25, 0.5, 1.0, 1e6, -1e6])
    return hard | st.floats(-2.0, 2.0) | st.floats(-1e6, 1e6)


@st.composite
def scenes(draw: st.DrawFn, *, most: int = 7, near: bool = False) -> Scene:
    """Any accepted scene of up to `most` points; with `near`, of the size of its margin, often coincident or collinear."""
    n = draw(st.integers(0, most))
    if near:
        margin = draw(st.sampled_from([1e-6, 0.3, 1.0, 2.5, 1e6]) | st.floats(0.1, 3.0))
        scale = min(margin, 3e5)
        grid = st.sampled_from([0.0, 0.25, 0.5, 1.0, -0.5])
        number: Any = (grid | st.floats(-1.5, 1.5)).map(lambda x: x * scale)
        point = st.tuples(number, st.just(0.0)) if draw(st.booleans()) else st.tuples(number, number)
    else:
        margin = draw(st.sampled_from([1e-6, 1.0, 1e6]) | st.floats(1e-6, 1e6))
        point = st.tuples(coordinates(), coordinates())
    x = draw(st.lists(point, min_size=n, max_size=n))
    pinned = draw(st.lists(st.booleans(), min_size=n, max_size=n)) if draw(st.booleans()) else None
    labels = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    kind = draw(st.sampled_from(KINDS))
    if kind == "labels":
        return Scene.from_labels(x, labels, margin=margin, pinned=pinned)
    every = list(combinations(range(n), 2))
    chosen = st.lists(st.sampled_from(every), unique=True) if every else st.just([])
    if kind == "neighbours":
        return Scene.from_neighbours(x, draw(chosen), margin=margin, pinned=pinned, labels=labels)
    return Scene.from_pairs(x, draw(chosen), draw(chosen), margin=margin, pinned=pinned, labels=labels)

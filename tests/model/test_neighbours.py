"""Nearest neighbours against a naive search, with SciPy and without; and rows of neighbours as similar pairs."""

import numpy as np
import pytest

from springsim import Scene, SceneError
from springsim.model import neighbours
from tests.model.test_class_names import Tensor


def naive(x, k):
    """Return the k nearest of each point by sorting all distances, the lower index first where they are equal."""
    rows = []
    for i in range(len(x)):
        distances = [sum((a - b) ** 2 for a, b in zip(x[i].tolist(), other, strict=True)) for other in x.tolist()]
        by = sorted((distance, j) for j, distance in enumerate(distances))
        rows.append([j for _, j in by if j != i][:k])
    return rows


def union(rows):
    return sorted({(min(i, j), max(i, j)) for i, row in enumerate(rows) for j in row if j not in (i, -1)})


RNG = np.random.default_rng(4)
CASES = {
    "scattered": RNG.normal(size=(150, 2)),
    "a lattice, with many ties": RNG.integers(0, 5, (150, 2)).astype(float),
    "one place": np.zeros((120, 3)),
    "far from the origin": RNG.integers(0, 3, (100, 4)) / 7.0 + 1e6,
    "many dimensions": RNG.normal(size=(60, 30)),
    "one dimension": np.arange(40.0)[:, None] ** 2,
    "huge and tiny": RNG.normal(size=(50, 2)) * 10.0 ** RNG.integers(-80, 80, (50, 1)),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("scipy", [True, False], ids=["scipy", "numpy"])
def test_the_nearest_are_those_of_a_naive_search_with_scipy_and_without(case, scipy, monkeypatch):
    if scipy:
        pytest.importorskip("scipy")
    x = CASES[case]
    monkeypatch.setattr(neighbours, "_has_tree", lambda: scipy)
    monkeypatch.setattr(neighbours, "_CELLS", 3_000)
    for k in (1, 6):
        expected = naive(x, k)
        assert neighbours.nearest(x, k).tolist() == expected
    places = np.arange(2.0 * len(x)).reshape(-1, 2)
    scene = Scene.from_knn(x, 6, positions=places, margin=2.0, labels=["a"] * len(x))
    assert scene.springs.similar.tolist() == [list(pair) for pair in union(naive(x, 6))]
    assert (scene.springs.kind, scene.margin, scene.class_names) == ("neighbours", 2.0, ("a",))
    assert np.array_equal(scene.positions, places)


def test_points_of_two_columns_are_where_they_are_and_others_need_positions():
    x = CASES["scattered"]
    assert np.array_equal(Scene.from_knn(x, 3).positions, x)
    assert Scene.from_knn(Tensor(x), 3) == Scene.from_knn(x.tolist(), 3) == Scene.from_knn(x, 3)
    assert len(Scene.from_knn(np.empty((0, 7)), 1)) == 0
    assert Scene.from_knn([[1.0, 2.0]], 1).springs.counts == (0, 0)
    for field, message, args, options in (
        ("positions", r"none for x of 3 columns .* as in Scene\.from_knn\(x, k, positions=x\[:, :2\]\)", (np.eye(3), 1), {}),
        ("positions", "2 rows .* as many as x has, 3", (np.eye(3), 1), {"positions": [(0, 0), (1, 1)]}),
        ("k", "3 is not allowed; expected a whole number from 1 to 2", (np.eye(3, 2), 3), {}),
        (r"x\[1\]\[2\]", "nan", ([[0, 0, 0], [0, 0, float("nan")]], 1), {"positions": np.eye(2)}),
        (r"x\[1\]", "a list .* 2 numbers, as many as in x", ([[0, 0], [1]], 1), {}),
        ("x", "an array of shape", (np.zeros(3), 1), {}),
        ("x", "a Tensor that NumPy cannot read", (Tensor(x, True), 1), {}),
    ):
        with pytest.raises(SceneError, match=f"^{field}: {message}"):
            Scene.from_knn(*args, **options)


def test_without_scipy_more_points_than_can_be_compared_pair_by_pair_are_refused(monkeypatch):
    monkeypatch.setattr(neighbours, "_has_tree", lambda: False)
    monkeypatch.setattr(neighbours, "KNN_DISTANCES_MAX", 99)
    with pytest.raises(SceneError, match=r"^x: 10 × 10 distances .* pip install 'springsim\[knn\]'"):
        Scene.from_knn(np.eye(10, 2), 1)


def test_rows_of_neighbours_are_similar_pairs_if_either_has_the_other():
    rows = [[0, 2], [0, -1], [2, 1], [-1, -1], [3, 3]]
    expected = [list(pair) for pair in union(rows)]
    assert expected == [[0, 1], [0, 2], [1, 2], [3, 4]]
    x = np.zeros((5, 2))
    for knn in (rows, np.array(rows), np.array(rows, np.int32), Tensor(rows), [tuple(row) for row in rows]):
        assert Scene.from_neighbours(x, knn=knn).springs.similar.tolist() == expected
    assert Scene.from_neighbours(x, knn=np.empty((5, 0), int)).springs.counts == (0, 10)
    assert Scene.from_neighbours([], knn=[]).springs.counts == (0, 0)


def test_pairs_and_rows_of_neighbours_are_never_taken_for_one_another():
    pair_of_two = [[1, 0], [0, 1]]
    with pytest.raises(SceneError, match=r"^similar\[1\]: .* each pair once"):
        Scene.from_neighbours(np.zeros((2, 2)), pair_of_two)  # pairs, however many points there are
    assert Scene.from_neighbours(np.zeros((2, 2)), knn=pair_of_two).springs.counts == (1, 0)
    for similar, knn, field, message in (
        (None, None, "similar", "nothing is not allowed; expected either pairs"),
        ([], np.zeros((3, 1), int), "knn", "similar pairs and neighbours is not allowed"),
        (np.zeros((3, 4), int), None, "similar", r"an array of shape \(3, 4\) .* a row of neighbours for each point is knn=…"),
        (None, np.zeros((2, 4), int), "knn", r"an array of shape \(2, 4\) .* shape \(3, k\)"),
        (None, np.zeros((3, 4)), "knn", "an array of float64"),
        (None, [[1], [0], [3]], r"knn\[2\]", "3 is not allowed; expected indices of points from 0 to 2, or -1"),
        (None, [[1], [0], [-2]], r"knn\[2\]", "-2 "),
        (None, [[1], [0, 1], [0]], r"knn\[1\]", "a list"),
    ):
        with pytest.raises(SceneError, match=f"^{field}: {message}"):
            Scene.from_neighbours(np.zeros((3, 2)), similar, knn=knn)

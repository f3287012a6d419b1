import math

import numpy as np
import pytest

from springsim.model.spectrum import largest_eigenvalue
from tests.search import cases, search


def _laplacian(n, pairs):
    matrix = np.zeros((n, n))
    i, j = np.array(pairs, int).reshape(-1, 2).T
    for row, column, sign in ((i, i, 1), (j, j, 1), (i, j, -1), (j, i, -1)):
        np.add.at(matrix, (row, column), sign)
    return matrix


def _chain(n):
    return [(k, k + 1) for k in range(n - 1)]


@pytest.mark.parametrize("n", [2, 100, 101, 170, 300])
@pytest.mark.parametrize(
    ("pairs", "largest"),
    [
        (_chain, lambda n: 4.0 * math.cos(math.pi / (2 * n)) ** 2),
        (lambda n: [(0, k) for k in range(1, n)], float),
        (lambda n: [(a, b) for b in range(n) for a in range(b)], float),
        (lambda n: [(0, n - 1)], lambda _: 2.0),
        (lambda n: [(k, k + 1) for k in range(0, n - 1, 2)], lambda _: 2.0),
        (lambda _: [], lambda _: 0.0),
        (lambda n: _chain(n // 2), lambda n: 4.0 * math.cos(math.pi / (2 * (n // 2))) ** 2),
    ],
    ids=["chain", "star", "every pair", "one spring", "pairs", "none", "a chain and points without springs"],
)
def test_the_largest_eigenvalue_of_a_graph_is_its_closed_form(n, pairs, largest):
    assert largest_eigenvalue(_laplacian(n, pairs(n))) == pytest.approx(largest(n), rel=2e-14, abs=2e-14)


@search
def test_the_largest_eigenvalue_of_random_graphs_is_that_of_lapack():
    for seed in range(cases(6)):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(101, 201))
        matrix = _laplacian(n, np.argwhere(np.triu(rng.random((n, n)) < 10.0 ** rng.uniform(-2.5, -0.5), 1)))
        assert largest_eigenvalue(matrix) == pytest.approx(np.linalg.eigvalsh(matrix)[-1], rel=2e-14)

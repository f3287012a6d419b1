"""Random searches: few cases in each run of the tests, many by `make fuzz`, which multiplies them."""

import os

import pytest

search = pytest.mark.search


def cases(count: int) -> int:
    """Return how many cases to try, where `count` are tried in each run of the tests."""
    return count * int(os.environ.get("SPRINGSIM_SEARCH", "1"))

import numpy as np
import pytest

from springsim.model import losses

MARGIN = 1.25

LANDMARKS = [  # distance in margins, L_S, its slope, L_D, its slope, all at margin 1.25
    (0.0, 0.0, 0.0, 0.78125, -1.25),
    (0.5, 0.1953125, 0.625, 0.1953125, -0.625),
    (1.0, 0.78125, 1.25, 0.0, 0.0),
    (2.0, 3.125, 2.5, 0.0, 0.0),
]


@pytest.mark.parametrize(("share", "similar", "pull", "dissimilar", "push"), LANDMARKS)
def test_the_partial_losses_are_those_of_the_paper_at_landmark_distances(share, similar, pull, dissimilar, push):
    d = share * MARGIN
    assert losses.similar_loss(d) == similar
    assert losses.similar_slope(d) == pull
    assert losses.dissimilar_loss(d, MARGIN) == dissimilar
    assert losses.dissimilar_slope(d, MARGIN) == push


@pytest.mark.parametrize("d", [0.01, 0.3, 1.2, 1.3, 4.0])
def test_slopes_are_the_derivatives_of_the_losses(d):
    h = 1e-6
    assert losses.similar_slope(d) == pytest.approx(
        (losses.similar_loss(d + h) - losses.similar_loss(d - h)) / (2 * h), abs=1e-8
    )
    numeric = (losses.dissimilar_loss(d + h, MARGIN) - losses.dissimilar_loss(d - h, MARGIN)) / (2 * h)
    assert losses.dissimilar_slope(d, MARGIN) == pytest.approx(numeric, abs=1e-8)


def test_a_dissimilar_spring_never_pulls():
    d = np.linspace(0.0, 10.0, 1001)
    assert (losses.dissimilar_slope(d, MARGIN) <= 0.0).all()
    assert (losses.similar_slope(d) >= 0.0).all()


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_losses_and_slopes_keep_the_shape_of_the_distances(shape):
    d = np.full(shape, 0.5)
    for result in (
        losses.similar_loss(d),
        losses.similar_slope(d),
        losses.dissimilar_loss(d, 1.0),
        losses.dissimilar_slope(d, 1.0),
    ):
        assert np.shape(result) == shape


def test_a_slope_is_a_new_array_and_leaves_the_distances_alone():
    d = np.array([0.5, 1.0])
    losses.similar_slope(d)[0] = 9.0
    assert d[0] == 0.5

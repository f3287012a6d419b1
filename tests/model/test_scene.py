import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from springsim import Scene, SceneError
from tests.scenes import scenes

X = [[0.0, 0.0], [0.4, 0.3], [1.0, -1.0]]


def test_no_point_and_one_point_are_scenes_too():
    assert len(Scene.from_labels([], [])) == 0
    assert len(Scene.from_labels(np.empty((0, 2)), np.empty(0), pinned=[])) == 0
    assert len(Scene.from_neighbours([[1.0, 2.0]], [])) == 1
    assert len(Scene.from_pairs(np.empty((0, 2)), [], np.empty((0, 2)))) == 0


def test_a_scene_keeps_copies_of_what_it_is_given():
    x, labels, pinned = np.array(X), np.array([0, 0, 1]), np.array([True, False, False])
    scene = Scene.from_labels(x, labels, pinned=pinned)
    x[:], labels[:], pinned[:] = 9.0, 9, True
    assert scene.positions.tolist() == X
    assert scene.labels.tolist() == [0, 0, 1]
    assert scene.pinned.tolist() == [True, False, False]


@given(scenes())
def test_every_array_of_a_scene_is_read_only(scene):
    springs = scene.springs
    for array in (scene.positions, scene.pinned, scene.labels, springs.similar, springs.dissimilar, *springs.pairs):
        assert not array.flags.writeable


@pytest.mark.parametrize(
    "positions",
    [
        X,
        tuple(map(tuple, X)),
        np.array(X),
        np.array(X, np.float32).astype(np.longdouble),
        np.asfortranarray(X),
        np.array(X)[::-1][::-1],
        [np.array(p) for p in X],
    ],
    ids=["lists", "tuples", "array", "long double", "fortran", "strided", "rows"],
)
def test_any_real_array_like_of_the_right_shape_is_a_set_of_positions(positions):
    scene = Scene.from_labels(positions, [0, 0, 1])
    assert scene.positions == pytest.approx(np.array(X), abs=1e-7)
    assert scene.positions.dtype == np.float64
    assert scene.positions.flags.c_contiguous


def test_whole_numbers_are_positions_and_any_integer_type_is_an_index():
    scene = Scene.from_pairs(
        np.arange(6, dtype=np.uint8).reshape(3, 2), np.array([[2, 0]], np.uint64), [np.array([1, 2], np.int8)]
    )
    assert scene.positions.tolist() == [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
    assert scene.springs.similar.tolist() == [[0, 2]]
    assert scene.springs.dissimilar.tolist() == [[1, 2]]


def test_the_order_of_pairs_and_of_their_ends_does_not_matter():
    one = Scene.from_neighbours(X, [(0, 1), (1, 2)])
    other = Scene.from_neighbours(X, [(2, 1), (1, 0)])
    assert one == other
    assert hash(one) == hash(other)


def test_scenes_are_equal_by_content():
    scene = Scene.from_labels(X, [0, 0, 1])
    assert scene == Scene.from_labels(np.array(X), (0, 0, 1))
    assert scene != Scene.from_labels(X, [0, 1, 1])
    assert scene != scene.replace(margin=2.0)
    assert scene != scene.replace(pinned=[True, False, False])
    assert scene != Scene.from_neighbours(X, [(0, 1)])
    assert scene != "scene"
    assert Scene.from_labels([[0.0, -0.0]], [0]) == Scene.from_labels([[-0.0, 0.0]], [0])
    assert len({scene, Scene.from_labels(X, [0, 0, 1])}) == 1


def test_replace_changes_what_is_named_and_shares_the_springs():
    scene = Scene.from_labels(X, [0, 0, 1], margin=1.5, pinned=[True, False, False])
    moved = scene.replace(positions=np.zeros((3, 2)))
    assert moved.springs is scene.springs
    assert (moved.margin, moved.pinned.tolist()) == (1.5, [True, False, False])
    assert scene.replace(margin=2).margin == 2.0
    assert not scene.replace(pinned=None).pinned.any()
    assert scene.positions.tolist() == X


def test_replace_refuses_another_number_of_points():
    with pytest.raises(SceneError, match="positions: 2 points is not allowed; expected as many as the scene has, 3"):
        Scene.from_labels(X, [0, 0, 1]).replace(positions=X[:2])


def test_repr_tells_size_springs_margin_and_pins():
    scene = Scene.from_labels(X, [0, 0, 1], margin=1.5, pinned=[True, False, False])
    assert repr(scene) == "Scene(3 points, 1 similar and 2 dissimilar springs by labels, margin=1.5, 1 pinned)"


@given(scenes(), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 1e-3, 1.0]))
def test_a_nudge_moves_free_points_a_little_and_the_same_for_the_same_seed(scene, seed, size):
    nudged = scene.nudged(seed=seed, size=size)
    assert nudged == scene.nudged(seed=seed, size=size)
    assert np.array_equal(nudged.positions[scene.pinned], scene.positions[scene.pinned])
    assert np.abs(nudged.positions - scene.positions).max(initial=0.0) <= 8 * size * scene.margin + 1e-9
    assert nudged.springs is scene.springs


def test_a_nudge_leaves_no_free_point_where_it_was():
    scene = Scene.from_labels(np.zeros((50, 2)), np.zeros(50, int))
    assert (scene.nudged().positions != 0.0).all()


@given(scenes())
def test_a_scene_can_be_pickled(scene):
    assert pickle.loads(pickle.dumps(scene)) == scene

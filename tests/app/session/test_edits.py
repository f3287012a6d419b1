import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from springsim import Scene, SceneError
from springsim.app.session import edits
from springsim.validation.limits import APP
from tests.app.boards import full, springs
from tests.laws import LINEAR
from tests.scenes import KINDS, coordinates, random_scene, scenes

LABELS = st.integers(0, 1_000_000)


@st.composite
def _with_point(draw):
    scene = draw(scenes())
    assume(len(scene))
    return scene, draw(st.integers(0, len(scene) - 1))


@st.composite
def _with_pair(draw):
    scene = draw(scenes())
    assume(len(scene) > 1)
    i, j = draw(st.permutations(range(len(scene))))[:2]
    return scene, i, j


@given(scenes(), coordinates(), coordinates(), LABELS)
def test_add_then_remove_is_the_identity(scene, x, y, label):
    larger = edits.added(scene, x, y, label)
    assert len(larger) == len(scene) + 1
    assert edits.removed(larger, len(scene)) == scene


@given(_with_point())
def test_remove_keeps_every_spring_of_the_others(given_point):
    scene, i = given_point
    smaller = edits.removed(scene, i)
    old = [k for k in range(len(scene)) if k != i]
    assert [(old[a], old[b], s) for a, b, s in springs(smaller)] == [spring for spring in springs(scene) if i not in spring[:2]]
    assert smaller.positions.tolist() == [x for k, x in enumerate(scene.positions.tolist()) if k != i]
    assert smaller.springs.kind == scene.springs.kind


@given(_with_point(), coordinates(), coordinates())
def test_move_there_and_back_is_the_identity(given_point, x, y):
    scene, i = given_point
    away = edits.moved(scene, i, x, y)
    assert away.positions[i].tolist() == [x, y]
    assert away.springs is scene.springs
    assert edits.moved(away, i, *scene.positions[i].tolist()) == scene


@given(_with_point(), LABELS)
def test_relabelling_changes_one_label_and_springs_only_by_class(given_point, label):
    scene, i = given_point
    other = edits.relabelled(scene, i, label)
    expected = scene.labels.tolist()
    expected[i] = label
    assert other.labels.tolist() == expected
    assert edits.relabelled(other, i, int(scene.labels[i])) == scene
    if scene.springs.kind != "labels":
        assert springs(other) == springs(scene)
    else:
        assert all(s == (expected[a] == expected[b]) for a, b, s in springs(other))


@given(_with_point(), st.booleans())
def test_pinning_pins_one_point_and_nothing_else(given_point, on):
    scene, i = given_point
    held = edits.pinned(scene, i, on)
    expected = scene.pinned.tolist()
    expected[i] = on
    assert held.pinned.tolist() == expected
    assert edits.pinned(held, i, bool(scene.pinned[i])) == scene


@given(_with_pair(), st.booleans(), st.booleans())
def test_tying_sets_the_springs_of_one_pair(given_pair, similar, dissimilar):
    scene, i, j = given_pair
    tied = edits.tied(scene, i, j, similar, dissimilar)
    low, high = sorted((i, j))
    expected = [spring for spring in springs(scene) if spring[:2] != (low, high)]
    expected += [(low, high, s) for s, on in ((True, similar), (False, dissimilar)) if on]
    assert springs(tied) == sorted(expected)
    assert edits.tied(tied, j, i, similar, dissimilar) == tied


@given(_with_pair())
def test_flipping_a_spring_twice_is_the_identity_but_for_being_by_hand(given_pair):
    scene, i, j = given_pair
    low, high = sorted((i, j))
    now = [s for a, b, s in springs(scene) if (a, b) == (low, high)]
    flipped = edits.tied(scene, i, j, False in now, True in now)
    back = edits.tied(flipped, i, j, True in now, False in now)
    assert springs(back) == springs(scene)
    if scene.springs.kind == "neighbours":
        assert back == scene


@given(scenes())
def test_by_hand_keeps_what_is_tied_and_is_idempotent(scene):
    hand = edits.by_hand(scene)
    assert springs(hand) == springs(scene)
    assert edits.by_hand(hand) == hand
    assert (hand.positions == scene.positions).all()
    assert (hand.labels == scene.labels).all()
    assert edits.by_class(hand) == edits.by_class(scene)
    assert springs(edits.untied(scene)) == []


@given(scenes())
def test_equal_springs_are_shared_and_others_are_not(scene):
    twin = Scene.from_json(scene.to_json())
    assert twin.springs is not scene.springs
    shared = edits.sharing(twin, scene)
    assert shared == twin
    assert shared.springs is scene.springs
    if len(scene) > 1:
        other = edits.tied(scene, 0, 1, similar=True, dissimilar=True)
        assert edits.sharing(twin, other).springs is not (other.springs if other != scene else None)


def test_class_names_go_with_every_edit_and_a_new_class_gets_one():
    for kind in KINDS:
        scene = random_scene(kind, 5)
        scene = scene.replace(class_names=[f"class {k}" for k in range(int(scene.labels.max()) + 1)])
        count = len(scene.class_names)
        for same in (
            edits.added(scene, 0.1, 0.2, 0, 1),
            edits.removed(scene, 1),
            edits.moved(scene, 1, 0.0, 0.0),
            edits.pinned(scene, 0, True),
            edits.relabelled(scene, 0, 0),
            edits.tied(scene, 0, 1, True, True),
            edits.by_class(scene),
            edits.by_hand(scene),
            edits.untied(scene),
            edits.nudged(scene, 1),
            edits.placed_in(scene, "circle"),
            edits.sharing(scene, scene.replace(class_names=())),
        ):
            assert same.class_names == scene.class_names
        assert edits.sharing(scene, Scene.from_json(scene.to_json())) == scene
        for more in (edits.added(scene, 0.1, 0.2, count, -1), edits.relabelled(scene, 0, count)):
            assert more.class_names == (*scene.class_names, chr(ord("A") + count))
            assert Scene.from_json(more.to_json()) == more
        with pytest.raises(SceneError, match="label: 1000000 "):
            edits.relabelled(scene, 0, 1_000_000)
        assert edits.cleared(scene).class_names == ()


@given(scenes(), st.integers(0, 2**32 - 1))
def test_scattering_keeps_pins_and_is_repeated_by_its_seed(scene, seed):
    scattered = scene.scattered(seed=seed)
    assert scattered == scene.scattered(seed=seed)
    assert (scattered.positions[scene.pinned] == scene.positions[scene.pinned]).all()
    assert scattered.replace(positions=scene.positions) == scene


@pytest.mark.parametrize("kind", KINDS)
def test_a_board_that_is_full_takes_no_other_point(kind):
    whole = full(kind)
    with pytest.raises(SceneError, match=rf"positions: {APP.points + 1} rows is not allowed; expected at most {APP.points}"):
        edits.added(whole, 0.0, 0.0, 0)
    assert len(edits.added(edits.removed(whole, 7), 0.0, 0.0, 0)) == APP.points


def test_more_springs_than_the_limit_are_refused():
    pairs = np.stack(np.triu_indices(400, 1), axis=1)
    room = APP.springs - len(pairs)
    listed = Scene.from_pairs(np.zeros((400, 2)), pairs, pairs[1 : 1 + room], limits=APP)
    with pytest.raises(SceneError, match=rf"springs: {APP.springs + 1} listed springs is not allowed; expected at most"):
        edits.tied(listed, 0, 1, similar=True, dissimilar=True)
    assert sum(edits.tied(listed, 0, 1, similar=False, dissimilar=True).springs.counts) == APP.springs


@pytest.mark.parametrize("kind", KINDS)
def test_springs_go_by_hand_where_they_can_all_be_listed(kind):
    most = full(kind) if kind == "pairs" else random_scene(kind, 447, seed=1)  # 447 · 446 / 2 = 99 681
    assert edits.by_hand(most).springs.counts == most.springs.counts


@pytest.mark.parametrize("kind", ["labels", "neighbours"])
def test_springs_by_hand_are_refused_where_they_would_be_too_many(kind):
    one_more = random_scene(kind, 448, seed=1)
    with pytest.raises(SceneError, match="springs: 100128 listed springs is not allowed; expected at most 100000"):
        edits.by_hand(one_more)
    with pytest.raises(SceneError, match="springs: 1999000 listed springs is not allowed; expected at most 100000"):
        edits.tied(full(kind), 0, 1, similar=True, dissimilar=True)


@pytest.mark.parametrize(("x", "y", "label"), [(1e6 + 1, 0, 0), (0, float("nan"), 0), (0, 0, -1), (0, 0, 1_000_001)])
def test_a_point_out_of_range_is_refused(x, y, label):
    with pytest.raises(SceneError):
        edits.added(random_scene("labels", 3), x, y, label)


@pytest.mark.parametrize("kind", KINDS)
def test_on_the_circle_every_edit_stays_on_it(kind):
    scene = random_scene(kind, 6, pins=2).replace(domain="circle")
    edited = [
        edits.added(scene, 3.0, 4.0, 1, 0),
        edits.removed(scene, 2),
        edits.moved(scene, 3, 0.0, -9.0),
        edits.pinned(scene, 4, True),
        edits.relabelled(scene, 1, 5),
        edits.tied(scene, 1, 4, similar=True, dissimilar=True),
        edits.by_class(scene),
        edits.by_hand(scene),
        edits.untied(scene),
        edits.cleared(scene),
        edits.sharing(Scene.from_json(scene.to_json()), scene),
    ]
    for other in edited:
        assert other.domain == "circle"
        np.testing.assert_allclose(np.hypot(*other.positions.T), 1.0, atol=1e-15)
    np.testing.assert_allclose(edited[0].positions[-1], (0.6, 0.8), atol=1e-15)
    assert edited[2].positions[3].tolist() == [0.0, -1.0]


def test_a_point_dragged_over_the_middle_of_the_circle_stays_where_it_was():
    scene = random_scene("labels", 4).replace(domain="circle")
    assert edits.moved(scene, 1, 0.0, 0.0) == scene
    with pytest.raises(SceneError, match="off the origin"):
        edits.added(scene, 0.0, 0.0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_scene_goes_to_the_circle_and_its_points_stay_there_when_it_goes_back(kind):
    scene = random_scene(kind, 6)
    around = edits.placed_in(scene, "circle")
    assert around == scene.replace(domain="circle")
    assert edits.placed_in(around, "plane") == around.replace(domain="plane")
    middle = edits.moved(scene, 2, 0.0, 0.0)
    there = edits.placed_in(middle, "circle")  # a point in the middle has no direction: it is given one
    assert there.positions[2].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_edit_keeps_the_law(kind):
    scene = random_scene(kind, 5).replace(law=LINEAR)
    edited = [
        edits.added(scene, 0.1, 0.2, 0, 1),
        edits.removed(scene, 1),
        edits.moved(scene, 1, 0.0, 0.0),
        edits.pinned(scene, 0, True),
        edits.relabelled(scene, 0, 3),
        edits.tied(scene, 0, 1, True, True),
        edits.by_class(scene),
        edits.by_hand(scene),
        edits.untied(scene),
        edits.nudged(scene, 1),
        edits.placed_in(scene, "circle"),
        edits.cleared(scene),
        edits.sharing(scene, scene.replace(law="contrastive")),
    ]
    assert {other.law for other in edited} == {LINEAR}

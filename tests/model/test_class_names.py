import copy
import json
import pickle
from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, SceneError
from springsim.model.class_names import extended
from springsim.validation.limits import APP

X = [[0.0, 0.0], [1.0, 0.5], [-1.0, 2.0], [0.25, -0.5]]
WORDS = ["virginica", "setosa", "virginica", "versicolor"]
NAMES = ("setosa", "versicolor", "virginica")


class Tensor:
    """Stands for a tensor: no sequence, no array, but one by `__array__`."""

    def __init__(self, values, needs_grad=False):
        self.values = np.asarray(values)
        self.needs_grad = needs_grad
        self.ndim = self.values.ndim

    def __len__(self):
        return len(self.values)

    def __array__(self, dtype=None, copy=None):
        if self.needs_grad:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        return np.asarray(self.values, dtype)

    def detach(self):
        return Tensor(self.values)

    def item(self):
        return self.values.item()


@pytest.mark.parametrize(
    ("labels", "codes", "names"),
    [
        (WORDS, [2, 0, 2, 1], NAMES),
        (tuple(WORDS), [2, 0, 2, 1], NAMES),
        (np.array(WORDS), [2, 0, 2, 1], NAMES),
        (np.array(WORDS, object), [2, 0, 2, 1], NAMES),
        (np.array(WORDS, "S"), [2, 0, 2, 1], NAMES),
        (Tensor(np.array(WORDS)), [2, 0, 2, 1], NAMES),
        (["猫", "犬", "猫", "b"], [2, 1, 2, 0], ("b", "犬", "猫")),
        ([True, False, True, True], [1, 0, 1, 1], ("False", "True")),
        (np.array([True, True, True, True]), [0, 0, 0, 0], ("True",)),
        ([-1, 1, -1, 10], [0, 1, 0, 2], ("-1", "1", "10")),
        (np.array([3, 10**9, 3, 3]), [0, 1, 0, 0], ("3", "1000000000")),
        ([0.0, 2.0, -0.0, 0.5], [0, 2, 0, 1], ("0", "0.5", "2")),
        (np.array([0.1, 3, 0.1, 3], np.float32), [0, 1, 0, 1], ("0.1", "3")),
        ([1, 2.5, 1, 1], [0, 1, 0, 0], ("1", "2.5")),
        (np.array(["2021-05-01", "2020-01-01"] * 2, "M8[D]"), [1, 0, 1, 0], ("2020-01-01", "2021-05-01")),
        ([5, 0, 5, 1_000_000], [5, 0, 5, 1_000_000], ()),
        (np.array([5, 0, 5, 7], np.uint8), [5, 0, 5, 7], ()),
        (Tensor([5, 0, 5, 7]), [5, 0, 5, 7], ()),
        ([Tensor(5), Tensor(0), Tensor(5), Tensor(7)], [5, 0, 5, 7], ()),
        (np.ma.masked_array([5, 0, 5, 7], mask=False), [5, 0, 5, 7], ()),
        (np.array([5, 0, 5, 7], object), [5, 0, 5, 7], ()),
    ],
)
def test_labels_of_any_kind_are_numbered_in_ascending_order_and_keep_their_names(labels, codes, names):
    for scene in (
        Scene.from_labels(X, labels),
        Scene.from_neighbours(X, [(0, 1)], labels=labels),
        Scene.from_pairs(X, [(0, 1)], [], labels=labels),
    ):
        assert scene.labels.tolist() == codes
        assert scene.class_names == names
        assert [scene.class_name(k) for k in codes] == ([names[k] for k in codes] if names else [str(k) for k in codes])


def test_tables_and_series_of_pandas_are_taken_and_missing_values_refused_by_row():
    pd = pytest.importorskip("pandas")
    table = pd.DataFrame({"x": [0, 1, 2], "y": [0.5, 1.5, -1.0], "species": ["b", "a", "b"]}, index=[7, 8, 9])
    scene = Scene.from_labels(table[["x", "y"]], table["species"], pinned=table["x"] > 1)
    assert scene.positions.tolist() == [[0.0, 0.5], [1.0, 1.5], [2.0, -1.0]]
    assert (scene.labels.tolist(), scene.class_names) == ([1, 0, 1], ("a", "b"))
    assert scene.pinned.tolist() == [False, False, True]
    for labels in (
        pd.Categorical(["b", "a", "b"]),
        table[["species"]],
        table["species"].astype("category"),
        table["species"].astype("string"),
        table["species"].astype(object),
        pd.Index(["b", "a", "b"]),
    ):
        assert Scene.from_labels(table[["x", "y"]], labels) == scene.replace(pinned=None)
    assert Scene.from_labels(table[["x", "y"]], pd.array([3, 1, 3], dtype="Int64")).labels.tolist() == [3, 1, 3]
    for missing in (
        pd.Series(["b", None, "b"]),
        pd.Series(["b", None, "b"], dtype="string"),
        pd.Series([3, None, 3], dtype="Int64"),
        pd.Series([True, None, True], dtype="boolean"),
        pd.Categorical(["b", None, "b"]),
        pd.to_datetime(pd.Series(["2020-01-01", None, "2020-01-01"])),
    ):
        with pytest.raises(SceneError, match=r"^labels\[1\]: .* is not allowed; expected a class for each point: leave out"):
            Scene.from_labels(table[["x", "y"]], missing)
    with pytest.raises(SceneError, match=r"^positions: a table of 3 columns .* two columns of numbers, as in table"):
        Scene.from_labels(table, table["species"])
    with pytest.raises(SceneError, match=r"^positions\[0\]: 'b' is not allowed; expected 2 numbers"):
        Scene.from_labels(table[["x", "species"]], table["species"])
    with pytest.raises(SceneError, match=r"^positions\[2\]\.y: nan"):
        Scene.from_labels(table[["x", "y"]].replace(-1.0, np.nan), table["species"])


def test_tensors_and_masked_arrays_are_positions_pairs_and_pins_too():
    plain = Scene.from_neighbours(X, [(0, 1), (2, 3)], pinned=[True, False, False, False], margin=2.0)
    masked = np.ma.masked_array(X, mask=np.zeros((4, 2), bool))
    margin: Any = Tensor(2.0)
    for positions in (Tensor(X), masked, [Tensor(x) for x in X]):
        scene = Scene.from_neighbours(
            positions, Tensor([(0, 1), (2, 3)]), pinned=Tensor([True, False, False, False]), margin=margin
        )
        assert scene == plain
        assert scene.replace(positions=positions, margin=margin) == plain


def test_a_tensor_that_numpy_cannot_read_is_refused_with_what_to_call():
    mixed: list[Any] = [X[0], Tensor(X[1], True)]
    for field, args in (("positions", (Tensor(X, True), WORDS)), ("labels", (X, Tensor(WORDS, True)))):
        with pytest.raises(SceneError, match=f"^{field}: a Tensor that NumPy cannot read") as caught:
            Scene.from_labels(*args)
        assert caught.value.allowed.endswith(": pass what its .detach().cpu().numpy() gives")
    with pytest.raises(SceneError, match=r"^positions\[1\]: a Tensor that NumPy cannot read"):
        Scene.from_labels(mixed, [0, 1])


def test_names_may_be_given_and_labels_count_in_them_or_are_among_them():
    names = ("virginica", "setosa", "versicolor")
    for labels in ([0, 1, 0, 2], WORDS, np.array(WORDS)):
        for given in (names, list(names), np.array(names)):
            scene = Scene.from_labels(X, labels, class_names=given)
            assert (scene.labels.tolist(), scene.class_names) == ([0, 1, 0, 2], names)
    assert Scene.from_labels(X, [True, False, True, True], class_names=["no", "yes"]).labels.tolist() == [1, 0, 1, 1]
    wrong: Any = [([0, 1, 0, 3], "labels[3]"), (["setosa", "rose"] * 2, "labels[1]"), ([0.0, 1.0] * 2, "labels[0]")]
    for odd, field in wrong:
        with pytest.raises(SceneError) as caught:
            Scene.from_labels(X, odd, class_names=names)
        assert caught.value.field == field
    with pytest.raises(SceneError, match=r"^class_names\[1\]: 'a' is not allowed; expected each class name once"):
        Scene.from_labels(X, [0] * 4, class_names=["a", "a"])
    with pytest.raises(SceneError, match=r"^labels\[0\]: 'virginica' is not allowed; expected whole numbers"):
        Scene.from_labels(X, WORDS, class_names=[])


def test_more_names_than_the_limits_are_refused():
    n = 1001
    x = np.zeros((n, 2))
    with pytest.raises(SceneError, match=r"^labels: 1001 different labels .* at most 1000 classes with names"):
        Scene.from_labels(x, np.arange(n) - 0.5)
    assert len(Scene.from_labels(x, np.arange(n) % 1000 - 0.5).class_names) == 1000
    long = [f"{k:0100d}" for k in range(101)]
    with pytest.raises(SceneError, match=r"^labels: names of 10100 characters .* at most 10000 characters in all"):
        Scene.from_labels(x[:101], long, limits=APP)


def test_names_are_part_of_a_scene_wherever_it_goes():
    scene = Scene.from_labels(X, WORDS)
    other = Scene.from_labels(X, [2, 0, 2, 1])
    assert scene != other
    assert len({scene, other, Scene.from_labels(X, WORDS)}) == 2
    assert other.replace(class_names=NAMES) == scene
    assert scene.replace(class_names=()) == other
    assert scene.replace(margin=2.0).class_names == NAMES
    with pytest.raises(SceneError, match=r"^class_names: 2 names .* at least 3, as there is a class 2"):
        scene.replace(class_names=["a", "b"])
    for twin in (pickle.loads(pickle.dumps(scene)), copy.deepcopy(scene), scene.nudged(size=0.0)):
        assert twin == scene
    for made in (scene.scattered(), ss.simulate(scene, steps=3).final, ss.settle(scene).scene, ss.stability(scene).scene):
        assert made.class_names == NAMES
    assert repr(scene).endswith("0 pinned, 3 named classes)")


def test_a_file_with_names_is_of_version_2_and_one_without_as_it_always_was():
    scene = Scene.from_labels(X, ['"]}\\', "猫 '''", '"]}\\', "similar"])
    document = json.loads(scene.to_json())
    assert (document["version"], document["classes"]) == (2, ['"]}\\', "similar", "猫 '''"])
    assert document["labels"] == [0, 2, 0, 1]
    assert Scene.from_json(scene.to_json()) == scene
    assert Scene.from_link(scene.to_link()) == scene
    plain = json.loads(scene.replace(class_names=()).to_json())
    assert plain == {name: value for name, value in document.items() if name != "classes"} | {"version": 1}
    assert Scene.from_json(json.dumps({**plain, "version": 2})) == Scene.from_json(json.dumps(plain))


def test_a_class_beyond_the_names_gets_one_that_no_other_class_has():
    letters = ["A", "B", "C", "D", "E"]
    assert extended((), 3, letters) == ()
    assert extended(("x", "y"), 1, letters) == ("x", "y")
    assert extended(("x", "y"), 3, letters) == ("x", "y", "C", "D")
    assert extended(("C", "x"), 3, letters) == ("C", "x", "2", "D")
    assert extended(("C", "2"), 2, letters) == ("C", "2", "2 (2)")
    with pytest.raises(SceneError, match="label: 1000 is not allowed; expected a whole number from 0 to 999"):
        extended(("x",), 1000, letters)

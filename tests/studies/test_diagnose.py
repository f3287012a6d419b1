"""Diagnoses against naive loops over all pairs, and each finding against the numbers that it tells."""

from __future__ import annotations

import csv
import io
import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import springsim as ss
from springsim import SceneError, texts
from springsim.studies import findings, pair_table
from springsim.texts import en, zh
from springsim.validation.limits import DIAGNOSE_PAIRS_MAX
from tests.laws import LAWS
from tests.scenes import random_scene
from tests.search import cases, search

NAN = float("nan")
RAW: Any = ss.diagnose  # for calls that the types refuse
REL = 1e-10


def naive(x, kinds, m):
    """Return by two loops what a diagnosis says; `kinds` has (i, j, similar) of each pair."""
    of: dict[bool, list[float]] = {True: [], False: []}
    for i, j, similar in kinds:
        of[similar].append(math.dist(x[i], x[j]))
    s, t = of[True], of[False]
    found: dict[str, Any] = {"similar": s, "dissimilar": t}
    found["loss"] = sum(d * d / 2 for d in s), sum(max(0.0, m - d) ** 2 / 2 for d in t)
    found["pushing"] = sum(m - d > 1e-6 * m for d in t)
    found["pulling"] = sum(d > 1e-6 * m for d in s)
    found["stretched"] = sum(d > m / 2 for d in s)
    if s and t:
        span = max(*s, *t)
        equal = 1e-9 * span
        nearer = sum((a < b - equal) + 0.5 * (abs(a - b) <= equal) for a in s for b in t)
        found["auc"] = nearer / (len(s) * len(t))
        tried = [0.0, *(d + equal for d in s + t)] + [d - equal for d in s + t]
        found["mistakes"] = min(sum(d > c for d in s) / len(s) + sum(d <= c for d in t) / len(t) for c in tried)
    return found


def by_labels(labels):
    return [(i, j, bool(labels[i] == labels[j])) for i, j in combinations(range(len(labels)), 2)]


def check(found, x, kinds, m):
    truth = naive(x, kinds, m)
    for name, loss in zip(("similar", "dissimilar"), truth["loss"], strict=True):
        pairs, d = getattr(found, name), truth[name]
        assert pairs.count == len(d)
        assert pairs.loss == pytest.approx(loss, rel=REL, abs=1e-13 * m * m)
        span = [min(d), sum(d) / len(d), max(d)] if d else [NAN] * 3
        assert [pairs.least, pairs.mean, pairs.most] == pytest.approx(span, rel=REL, abs=1e-13 * m, nan_ok=True)
        assert pairs.histogram.sum() == len(d)
        near = np.array([float(np.min(np.abs(found.edges - one))) for one in d])
        sure = np.array(d)[near > 1e-9 * m] if d else np.empty(0)  # on an edge rounding decides
        assert np.all(np.histogram(sure, found.edges)[0] <= pairs.histogram)
    assert (found.pushing, found.pulling, found.stretched) == (truth["pushing"], truth["pulling"], truth["stretched"])
    if "auc" in truth:
        assert found.auc == pytest.approx(truth["auc"], abs=1e-12)
        assert found.missed + found.taken == pytest.approx(truth["mistakes"], abs=1e-12)
        if found.missed < 1.0:
            wrong = sum(d > found.threshold for d in truth["similar"]) / found.similar.count
            assert found.missed == pytest.approx(wrong, abs=1e-12)
        else:
            assert math.isnan(found.threshold)
    else:
        assert math.isnan(found.auc)


@pytest.mark.parametrize("d", [1, 2, 5, 64])
@pytest.mark.parametrize(("n", "classes", "spread"), [(2, 1, 1.0), (9, 3, 0.4), (40, 4, 0.05), (40, 4, 3.0)])
def test_every_number_is_that_of_two_loops_in_any_dimension(d, n, classes, spread):
    rng = np.random.default_rng([d, n])
    labels = np.arange(n) % classes
    x = rng.normal(size=(classes, d))[labels] + spread * rng.normal(size=(n, d))
    if n > 2:
        x[-1] = x[0]  # two that coincide
    found = ss.diagnose(x, labels, margin=1.3)
    check(found, x, by_labels(labels), 1.3)
    assert [group.tolist() for group in found.coincident] == ([[0, n - 1]] if n > 2 else [])
    assert found.norms == pytest.approx((min(map(math.hypot, *x.T)), max(map(math.hypot, *x.T))), rel=REL)
    for row in found.classes:
        own = [math.dist(x[i], x[j]) for i, j, same in by_labels(labels) if same and labels[i] == int(row.name)]
        assert (row.width, row.mean) == pytest.approx(
            (max(own), sum(own) / len(own)) if own else (NAN, NAN), rel=REL, nan_ok=True
        )
        if classes > 1:
            mine = x[labels == int(row.name)]
            other = {c: [math.dist(a, b) for a in mine for b in x[labels == c]] for c in range(classes) if c != int(row.name)}
            nearest = min(other, key=lambda c: min(other[c]))
            assert row.nearest == str(nearest)
            gap = min(other[nearest]), sum(other[nearest]) / len(other[nearest])
            assert (row.gap, row.apart) == pytest.approx(gap, rel=REL, abs=1e-13)
    values = np.linalg.svd(x - x.mean(axis=0), compute_uv=False) ** 2
    assert found.variance == pytest.approx((values / values.sum())[: len(found.variance)], abs=1e-12)
    assert found.effective_dimension == pytest.approx(values.sum() ** 2 / (values**2).sum(), rel=1e-9)
    assert found.rank == int(np.argmax(np.cumsum(values) >= 0.99 * values.sum() * (1 - 1e-12))) + 1


@pytest.mark.parametrize("kind", ["neighbours", "pairs"])
@pytest.mark.parametrize("d", [2, 5])
def test_listed_pairs_are_those_that_count(kind, d):
    rng = np.random.default_rng(d)
    x, every = rng.normal(size=(20, d)), list(combinations(range(20), 2))
    similar = [pair for pair in every if rng.random() < 0.2]
    dissimilar = [pair for pair in every if rng.random() < 0.3] if kind == "pairs" else [p for p in every if p not in similar]
    found = ss.diagnose(x, margin=2.0, similar=similar, dissimilar=dissimilar if kind == "pairs" else None)
    check(found, x, [(*p, True) for p in similar] + [(*p, False) for p in dissimilar], 2.0)
    assert found.classes == ()


@pytest.mark.parametrize("name", ["fig2", "gate", "five-classes", "circle-torn", "both-springs", "coincident", "empty"])
def test_of_a_scene_it_is_that_of_its_springs(name):
    scene = ss.presets.load(name)
    found = ss.diagnose(scene)
    assert found.loss == pytest.approx(ss.loss(scene), rel=1e-12)
    pairs = ss.pair_distances(scene)
    check(found, scene.positions, zip(pairs.i.tolist(), pairs.j.tolist(), pairs.similar.tolist(), strict=True), scene.margin)
    assert ss.diagnose(scene, margin=2.0).margin == 2.0


def test_a_distance_of_exactly_m_is_in_the_bin_that_begins_at_m():
    for m in (0.7, 1.0, 1.1, 3.3):
        found = ss.diagnose([[0.0], [m]], labels=[0, 1], margin=m)
        (place,) = np.flatnonzero(found.dissimilar.histogram)
        assert found.edges[place] == m
        assert found.pushing == 0


def test_where_there_are_too_many_pairs_to_sort_fine_bins_say_nearly_the_same(monkeypatch):
    rng = np.random.default_rng(3)
    labels = np.arange(60) % 3
    x = rng.normal(size=(3, 8))[labels] + 0.5 * rng.normal(size=(60, 8))
    exact = ss.diagnose(x, labels)
    monkeypatch.setattr(pair_table, "PAIRS_MAX", 10)
    binned = ss.diagnose(x, labels)
    assert np.array_equal(exact.edges, binned.edges)
    assert np.array_equal(exact.dissimilar.histogram, binned.dissimilar.histogram)
    assert (exact.similar.loss, exact.pushing, exact.classes) == (binned.similar.loss, binned.pushing, binned.classes)
    assert binned.auc == pytest.approx(exact.auc, abs=2e-3)
    assert binned.missed + binned.taken == pytest.approx(exact.missed + exact.taken, abs=5e-3)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_losses_are_those_of_the_law_of_a_scene_or_of_the_one_asked_for(law):
    scene = random_scene("labels", 30, margin=0.8)
    for found in (ss.diagnose(scene.replace(law=law)), ss.diagnose(scene, law=law)):
        assert found.loss == pytest.approx(ss.loss(scene.replace(law=law)), rel=1e-12)
        assert found.pushing == ss.diagnose(scene).pushing  # all of these push up to m


def test_labels_may_be_words_and_classes_have_their_names():
    found = ss.diagnose(UNIT, ["cat", "cat", "dog", "dog"])
    assert [row.name for row in found.classes] == ["cat", "dog"]
    assert [row.name for row in ss.diagnose(UNIT, [0, 0, 1, 1], class_names=["cat", "dog"]).classes] == ["cat", "dog"]
    scene = ss.Scene.from_labels(UNIT, ["cat", "cat", "dog", "dog"])
    assert ss.diagnose(scene).classes[0].nearest == "dog"


# findings

UNIT = np.array([[1.0, 0.0], [0.6, 0.8], [-1.0, 0.0], [-0.8, 0.6]])
APART = [[0.0, 0.0], [0.1, 0.0], [3.0, 0.0], [3.0, 0.2], [0.3, 3.0], [0.0, 3.0]]
SQUARE = [[0.0, 0.0], [0.5, 0.0], [0.0, 0.5], [0.5, 0.5]]


def ids(*args, **options):
    return [finding.id for finding in ss.diagnose(*args, **options).findings]


def circle(n, r=1.0, d=2):
    angles = 2 * np.pi * np.arange(n) / n
    return np.column_stack([r * np.cos(angles), r * np.sin(angles), *np.zeros((d - 2, n))])


#: Each finding: where it is, and where it is not, though nearly.
EXAMPLES: dict[str, tuple[Any, Any]] = {
    "no_points": (lambda: ids(np.empty((0, 2)), []), lambda: ids([[0.0]], [0])),
    "one_point": (lambda: ids([[0.0, 1.0]], [0]), lambda: ids(np.empty((0, 2)), [])),
    "no_pairs": (lambda: ids(SQUARE, similar=[], dissimilar=[]), lambda: ids(SQUARE, similar=[(0, 1)])),
    "no_dissimilar": (lambda: ids(SQUARE, [0] * 4), lambda: ids(SQUARE, [0, 0, 0, 1])),
    "no_similar": (lambda: ids(SQUARE, [0, 1, 2, 3]), lambda: ids(SQUARE, [0, 1, 2, 2])),
    "nothing_acts": (lambda: ids([[0.0], [0.0], [1.0]], [0, 0, 1]), lambda: ids([[0.0], [0.0], [1.0]], [0, 0, 1], 1.01)),
    "nothing_acts_similar": (lambda: ids([[2.0], [2.0]], [0, 0]), lambda: ids([[2.0], [2.1]], [0, 0])),
    "nothing_acts_dissimilar": (lambda: ids([[0.0], [1.0]], [0, 1]), lambda: ids([[0.0], [0.9]], [0, 1])),
    "collapsed": (lambda: ids([[0.0], [0.1], [0.05]], [0, 0, 1]), lambda: ids([[0.0], [0.11], [0.05]], [0, 0, 1])),
    "norms_bounded": (lambda: ids([[0.4], [-0.3], [0.2]], [0, 1, 1]), lambda: ids([[0.6], [-0.3], [0.2]], [0, 1, 1])),
    "norms_cap": (lambda: ids(UNIT, [0, 0, 1, 1], 2.01), lambda: ids(UNIT, [0, 0, 1, 1], 2.0)),
    "norms_cap_classes": (lambda: ids(circle(6), [0, 0, 1, 1, 2, 2], 1.74), lambda: ids(circle(6), [0, 0, 1, 1, 2, 2], 1.73)),
    "norms_equal": (lambda: ids(UNIT, [0, 0, 1, 1], 1.9), lambda: ids(1.1 * UNIT + 0.01, [0, 0, 1, 1], 1.9)),
    "none_push": (lambda: ids(APART, [0, 0, 1, 1, 2, 2]), lambda: ids(APART, [0, 1, 1, 1, 2, 2])),
    "all_push": (lambda: ids(SQUARE, [0, 0, 1, 1]), lambda: ids(SQUARE, [0, 0, 1, 1], 0.6)),
    "some_push": (lambda: ids(SQUARE, [0, 0, 1, 1], 0.6), lambda: ids(SQUARE, [0, 0, 1, 1])),
    "separable": (lambda: ids(APART, [0, 0, 1, 1, 2, 2]), lambda: ids(APART, [0, 1, 1, 2, 2, 2])),
    "as_far": (lambda: ids([[0.0], [1.0], [0.5]], [0, 0, 1]), lambda: ids([[0.0], [1.0], [2.1]], [0, 0, 1])),
    "overlap": (lambda: ids([[0.0], [1.0], [1.9], [9.0]], [0, 0, 1, 1]), lambda: ids(APART, [0, 0, 1, 1, 2, 2])),
    "classes_near": (lambda: ids(SQUARE, [0, 0, 1, 1]), lambda: ids(SQUARE, [0, 0, 1, 1], 0.5)),
    "classes_wide": (lambda: ids([[0.0], [1.0], [1.9]], [0, 0, 1]), lambda: ids([[0.0], [1.0], [2.1]], [0, 0, 1])),
    "all_in_one": (lambda: ids([[1.0, 2.0]] * 3, [0, 1, 1]), lambda: ids([[1.0, 2.0], [1.0, 2.0], [1.0, 2.1]], [0, 1, 1])),
    "in_one": (lambda: ids([[1.0], [1.0], [2.0]], [0, 1, 1]), lambda: ids([[1.0], [1.0 + 1e-9], [2.0]], [0, 1, 1])),
    "coincident": (lambda: ids([[1.0], [1.0], [2.0], [2.0]], [0, 1, 1, 2]), lambda: ids([[1.0], [1.0], [2.0]], [0, 1, 1])),
    "coincident_dissimilar": (lambda: ids([[1.0], [1.0]], [0, 1]), lambda: ids([[1.0], [1.0]], [0, 0])),
    "low_rank": (lambda: ids([[0.0, 0.0], [1.0, 1.0], [2.0, 2.1]], [0, 0, 1]), lambda: ids(SQUARE, [0, 0, 0, 1])),
    "loss_of_similar": (lambda: ids(APART, [0, 1, 1, 1, 2, 2]), lambda: ids(SQUARE, [0, 0, 1, 1])),
    "loss_of_dissimilar": (lambda: ids(SQUARE, [0, 0, 1, 1], 9.0), lambda: ids(SQUARE, [0, 0, 1, 1])),
}


@pytest.mark.parametrize("id", EXAMPLES)
def test_a_finding_is_there_where_its_numbers_support_it_and_only_there(id):
    there, elsewhere = EXAMPLES[id]
    assert id in there()
    assert id not in elsewhere()


def test_every_finding_has_an_example_and_a_sentence_in_both_languages():
    sentences = {name.removeprefix("finding_") for name in en.DIAGNOSIS if name.startswith("finding_")}
    assert {name.removesuffix("_one") if name.removesuffix("_one") in EXAMPLES else name for name in sentences} == set(EXAMPLES)
    assert list(en.DIAGNOSIS) == list(zh.DIAGNOSIS)
    for name, words in en.DIAGNOSIS.items():
        ours, theirs = ({part.split("}")[0] for part in text.split("{")[1:]} for text in (words, zh.DIAGNOSIS[name]))
        assert ours == theirs, name


def test_on_a_unit_sphere_dissimilar_pairs_end_at_2():
    x = np.random.default_rng(0).normal(size=(50, 16))
    found = ss.diagnose(x / np.linalg.norm(x, axis=1, keepdims=True), np.arange(50) % 5, margin=3.0).findings
    cap = next(finding for finding in found if finding.id == "norms_cap")
    assert str(cap) == (
        "Dissimilar pairs end at 2: all norms are 1, and with these a margin above 2 can never be reached; here it is 3."
    )
    assert cap.said("zh").startswith("不相似对的距离最多为 2：")


@pytest.mark.parametrize(("k", "d"), [(3, 2), (4, 2), (7, 2), (3, 3), (4, 3), (5, 4), (6, 3), (8, 4)])
def test_no_places_on_a_sphere_are_farther_apart_than_the_bound_that_a_finding_tells(k, d):
    bound = findings._farthest_on_a_sphere(k, d)
    rng = np.random.default_rng(k)
    for _ in range(300):
        x = rng.normal(size=(k, d))
        x /= np.linalg.norm(x, axis=1, keepdims=True)
        assert min(math.dist(a, b) for a, b in combinations(x, 2)) <= bound * (1 + 1e-12)
    if d >= k - 1 or d == 2:  # and it is reached: by a simplex, and by even places on a circle
        best = circle(k) if d == 2 else np.eye(k) - 1.0 / k
        best = best / np.linalg.norm(best, axis=1, keepdims=True)
        assert min(math.dist(a, b) for a, b in combinations(best, 2)) == pytest.approx(bound, rel=1e-12)


def test_two_lengths_that_differ_are_never_written_alike():
    (said,) = [f for f in ss.diagnose(UNIT, [0, 0, 1, 1], margin=2.00001).findings if f.id == "norms_cap"]
    assert "2: all" in str(said)
    assert str(said).endswith("here it is 2.00001.")


def test_words_are_right_for_one_and_for_many():
    assert (
        str(ss.diagnose([[0.0], [0.5]], [0, 1]).findings[1])
        == "The only dissimilar pair is nearer than the margin 1: it pushes."
    )
    some = ss.diagnose([[0.0], [0.5], [5.0]], [0, 1, 2])
    assert str(some.findings[1]) == "1 of 3 dissimilar pairs (33.3\u00a0%) is nearer than the margin 1, and pushes."
    said = [texts.share(x).replace("\u00a0", " ") for x in (0.0, 1e-9, 0.5, 1 - 1e-9, 1.0)]
    assert said == ["0 %", "< 0.1 %", "50 %", "> 99.9 %", "100 %"]


@search
@settings(max_examples=cases(60), deadline=None)
@given(data=st.data())
def test_no_finding_contradicts_the_naive_numbers(data):
    n, d = data.draw(st.integers(0, 7)), data.draw(st.sampled_from([1, 2, 3, 5]))
    grid = st.sampled_from([0.0, 1.0, -1.0, 0.5, 0.25]) | st.floats(-1.5, 1.5)
    x = np.array(data.draw(st.lists(st.lists(grid, min_size=d, max_size=d), min_size=n, max_size=n))).reshape(n, d)
    x = np.round(x, 6)  # nearer distances count as equal
    labels = data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    if data.draw(st.booleans()):
        x /= np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-300)
    m = data.draw(st.sampled_from([0.25, 1.0, 2.0, 2.5, 20.0]) | st.floats(0.01, 30.0))
    found = ss.diagnose(x, labels, margin=m)
    check(found, x, by_labels(labels), m)
    truth = naive(x, by_labels(labels), m)
    s, t = truth["similar"], truth["dissimilar"]
    near, far, every = 1.0 - 1e-9, 1.0 + 1e-9, s + t
    said = {finding.id: finding.numbers for finding in found.findings}
    for finding in found.findings:
        assert "{" not in finding.said() + finding.said("zh")
    claims: dict[str, Any] = {
        "no_dissimilar": lambda: s and not t,
        "no_similar": lambda: t and not s,
        "nothing_acts": lambda: s and t and max(s) <= 1e-6 * m * far and min(t) >= m * (1 - 1e-6) * near,
        "nothing_acts_similar": lambda: max(s) <= 1e-6 * m * far,
        "nothing_acts_dissimilar": lambda: min(t) >= m * (1 - 1e-6) * near,
        "collapsed": lambda farthest, share: max(every) <= farthest * far and share <= 0.1,
        "norms_bounded": lambda radius, reach, margin: max(every) <= reach * far and reach < margin,
        "norms_cap": lambda radius, reach, margin: (
            max(every) <= reach * (1 + 2e-6) and reach < margin and truth["pushing"] == len(t)
        ),
        "norms_cap_classes": lambda count, radius, bound, margin: (
            count == len(set(labels)) and bound < margin and truth["pushing"]
        ),
        "norms_equal": lambda radius, reach, margin: max(every) <= reach * (1 + 2e-6),
        "none_push": lambda margin: truth["pushing"] == 0 and t,
        "all_push": lambda count, margin: count == truth["pushing"] == len(t),
        "some_push": lambda count, dissimilar, share, margin: 0 < count == truth["pushing"] < len(t) == dissimilar,
        "separable": lambda similar, dissimilar: max(s) < min(t) * far,
        "as_far": lambda similar, dissimilar: sum(s) / len(s) >= sum(t) / len(t) * near - 1e-12,
        "overlap": lambda threshold, share_missed, share_taken: max(s) >= min(t) * near - 1e-12,
        "classes_near": lambda one, other, gap, margin: gap == pytest.approx(min(t), rel=REL, abs=1e-13) and min(t) < m,
        "all_in_one": lambda points: points == n and max(every, default=0.0) == 0.0,
        "loss_of_similar": lambda share: truth["loss"][0] >= 0.9 * near * sum(truth["loss"]),
        "loss_of_dissimilar": lambda share: truth["loss"][1] >= 0.9 * near * sum(truth["loss"]),
    }
    for id, claim in claims.items():
        if id in said:
            assert claim(**said[id]), id
    places = {tuple(row) for row in (x + 0.0).tolist()}
    assert bool({"all_in_one", "in_one", "coincident"} & set(said)) == (len(places) < n)


# tables, files, refusals


def test_the_table_says_the_numbers_and_a_notebook_shows_no_markup_of_others():
    found = ss.diagnose(UNIT, [0, 0, 1, 1], margin=2.5)
    lines = str(found).splitlines()
    assert "4 points, d = 2, m = 2.5" in lines[0]
    assert next(line for line in lines if line.startswith("pairs")).split() == ["pairs", "2", "4"]
    assert lines[-1].startswith("- ")
    assert "对数" in found.said("zh")
    shown = found._repr_html_()
    assert shown.count("<table>") == 3
    assert shown.count("<li>") == len(found.findings)
    rows = list(csv.DictReader(io.StringIO(found.to_csv())))
    value = {(row["quantity"], row["of"]): row["value"] for row in rows}
    assert float(value["loss", "dissimilar"]) == found.dissimilar.loss
    assert float(value["class_gap", "0"]) == found.classes[0].gap
    assert sum(int(row["value"]) for row in rows if row["quantity"] == "histogram") == 6


def test_arrays_of_a_diagnosis_are_read_only():
    found = ss.diagnose(random_scene("labels", 12))
    for array in (found.edges, found.similar.histogram, found.dissimilar.histogram, found.variance):
        assert not array.flags.writeable


class Tensor:
    """What has the values of an array, as tensors and tables do."""

    def __init__(self, values):
        self.values = np.asarray(values)

    def __array__(self, dtype=None, copy=None):
        return self.values


def test_tensors_and_tables_are_taken_as_arrays():
    labels = [0, 0, 1, 1]
    assert str(ss.diagnose(Tensor(UNIT), Tensor(labels))) == str(ss.diagnose(UNIT, labels))


@pytest.mark.parametrize(
    ("field", "call"),
    [
        ("positions", lambda: RAW("points", [0])),
        ("positions", lambda: RAW([1.0, 2.0], [0, 1])),
        ("positions", lambda: RAW(np.zeros((2, 0)), [0, 1])),
        ("positions[1]", lambda: RAW([[1.0, 2.0], [3.0]], [0, 1])),
        ("positions[1][0]", lambda: RAW([[1.0, 2.0], [NAN, 0.0]], [0, 1])),
        ("positions", lambda: RAW(np.zeros((30_000, 2)), np.zeros(30_000, int))),
        ("labels", lambda: RAW(UNIT)),
        ("labels", lambda: RAW(UNIT, [0, 1, 2])),
        ("labels", lambda: RAW(UNIT, [0, 0, 1, 1], similar=[(0, 1)])),
        ("labels", lambda: RAW(ss.presets.load("gate"), [0])),
        ("similar[0]", lambda: RAW(UNIT, similar=[(0, 0)])),
        ("margin", lambda: RAW(UNIT, [0, 0, 1, 1], 0.0)),
        ("law", lambda: RAW(UNIT, [0, 0, 1, 1], law="gravity")),
    ],
)
def test_what_cannot_be_diagnosed_is_refused_by_name(field, call):
    with pytest.raises(SceneError) as caught:
        call()
    assert caught.value.field == field


def test_twenty_thousand_points_are_not_too_many():
    assert DIAGNOSE_PAIRS_MAX >= 20_000 * 19_999 // 2

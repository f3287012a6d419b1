import json
import pickle

import numpy as np
import pytest

import springsim as ss
from springsim.model import laws, losses
from springsim.model.laws import CONTRASTIVE
from tests.laws import LAWS, LINEAR, NO_HALF
from tests.scenes import KINDS, random_scene

BY_LAW = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)


@BY_LAW
@pytest.mark.parametrize("similar", [True, False])
def test_slope_curvature_and_secant_are_those_of_the_loss(law, similar):
    partial, m, h = law.of(similar=similar), 1.3, 1e-5
    d = np.array([0.2, 0.7, 1.1, 1.7, 3.0])  # off the kinks
    np.testing.assert_allclose(partial.slope(d, m), (partial.loss(d + h, m) - partial.loss(d - h, m)) / (2 * h), atol=1e-8)
    np.testing.assert_allclose(partial.across(d, m), partial.slope(d, m) / d, atol=1e-14)
    if partial.curvature is not None:
        bend = (partial.slope(d + h, m) - partial.slope(d - h, m)) / (2 * h)
        np.testing.assert_allclose(partial.curvature(d, m), bend, atol=1e-8)
        assert bend.max() <= partial.bound + 1e-8
    beyond = d >= partial.reach * m
    assert not partial.loss(d, m)[beyond].any()
    assert not partial.slope(d, m)[beyond].any()


def test_the_springs_of_the_paper_are_a_law_and_the_default():
    d = np.linspace(0.0, 2.0, 9)
    assert np.array_equal(CONTRASTIVE.similar.loss(d, 1.2), losses.similar_loss(d))
    assert np.array_equal(CONTRASTIVE.dissimilar.loss(d, 1.2), losses.dissimilar_loss(d, 1.2))
    assert laws.names() == ("contrastive",)
    assert laws.get("contrastive") is CONTRASTIVE
    scene = random_scene("labels", 5)
    assert scene.law is CONTRASTIVE
    same = scene.replace(law="contrastive")
    assert same == scene
    assert hash(same) == hash(scene)
    assert repr(same) == repr(scene)
    assert same.to_link() == scene.to_link()
    assert "law" not in json.loads(scene.to_json())


@pytest.mark.parametrize("law", ["hooke", "", None, 1, ["contrastive"]])
def test_another_law_is_refused_by_name(law):
    with pytest.raises(ss.SceneError, match=r"law: .* expected one of contrastive"):
        ss.Scene.from_labels([(1, 0)], [0], law=law)
    with pytest.raises(ss.SceneError, match="law: "):
        random_scene("pairs", 3).replace(law=law)
    if law is not None:
        document = json.loads(random_scene("pairs", 3).to_json())
        with pytest.raises(ss.SceneError, match="law: "):
            ss.Scene.from_json(json.dumps({**document, "law": law}))


@pytest.mark.parametrize("kind", KINDS)
def test_a_scene_carries_its_law_and_a_process_gets_it(kind):
    scene = random_scene(kind, 6).replace(law=LINEAR)
    assert scene.law is LINEAR
    assert scene != scene.replace(law=NO_HALF)
    assert scene.replace(margin=2.0).law is LINEAR
    assert scene.nudged(seed=1).law is scene.scattered(seed=1).law is LINEAR
    assert "law 'linear'" in repr(scene)
    assert pickle.loads(pickle.dumps(scene)) == scene


def test_a_law_without_an_id_of_springsim_is_not_written_but_one_with_is(monkeypatch):
    scene = random_scene("pairs", 4).replace(law=NO_HALF)
    for write in (scene.to_json, scene.to_link):
        with pytest.raises(ss.SceneError, match="law: 'no-half' is not allowed; expected a law that has an id"):
            write()
    monkeypatch.setattr(laws, "_LAWS", {law.id: law for law in (CONTRASTIVE, NO_HALF)})
    assert json.loads(scene.to_json())["law"] == "no-half"
    assert ss.Scene.from_json(scene.to_json()) == scene
    assert ss.Scene.from_link(scene.to_link()) == scene

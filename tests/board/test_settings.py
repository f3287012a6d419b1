"""The table of settings: what each row says fits together, and what follows from it is there."""

from pathlib import Path

import pytest

import springsim as ss
from springsim import SceneError, texts
from springsim.board import settings
from springsim.model import presets

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("row", settings.SETTINGS, ids=lambda row: f"{row.kept}-{row.id}")
def test_a_default_and_the_ends_of_a_slider_are_allowed(row):
    if row.default is not None:
        assert row.check(row.id, row.default) == row.default
    if row.slider is not None:
        assert row.slider.low < row.slider.high
        assert [row.check(row.id, end) for end in (row.slider.low, row.slider.high)] == [row.slider.low, row.slider.high]
    with pytest.raises(SceneError):
        row.check(row.id, None)


def test_no_two_settings_share_a_place_or_a_name_in_an_address():
    assert len({(row.kept == "view", row.id) for row in settings.SETTINGS}) == len(settings.SETTINGS)
    names = [row.query for row in settings.SETTINGS if row.query]
    assert len(set(names)) == len(names)
    assert "s" not in names  # a whole scene


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_slider_and_every_part_of_the_picture_has_its_words(language):
    words = texts.of(language)
    for slider in settings.sliders():
        assert {slider["id"], f"{slider['id']}_help"} <= set(words)
        assert "{value}" in words[slider["unit"]] if slider["unit"] else True
        if slider["limits"]:
            assert "{limit}" in words[f"{slider['id']}_help"]
            assert words[f"{slider['id']}_beyond"]
    for row in settings.VIEW:
        assert {f"show_{row.id}", f"show_{row.id}_help"} <= set(words)


@pytest.mark.parametrize("name", ["ring", "two-on-a-circle"])
def test_the_settings_of_a_descent_are_options_of_simulate(name):
    scene = presets.load(name)
    run = ss.simulate(scene, steps=30, **settings.descent(scene, {"step": 0.5, "momentum": 0.25}))
    assert run.step_size == 0.5 * ss.stable_step(scene)
    assert run.momentum == 0.25
    again = ss.simulate(scene, steps=30, **run.descent._asdict())
    assert (again.positions == run.positions).all()


def test_the_limit_of_the_step_is_where_descent_may_climb():
    (step,) = (slider for slider in settings.sliders() if slider["id"] == "step")
    assert {name: limit for name, (limit, _) in step["limits"].items()} == {"plane": 2.0, "circle": 1.0}
    assert step["limits"]["plane"][1] <= 2.0
    assert step["limits"]["circle"][1] > 1.0  # 1 itself is safe there


def test_contributing_has_the_table():
    assert settings.documented() in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

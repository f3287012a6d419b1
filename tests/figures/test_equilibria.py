"""The strip of resting states, read from its artists, against what `equilibria` found."""

from __future__ import annotations

import numpy as np
import pytest

import springsim as ss
from springsim import figures, texts
from tests import drawn

RING = ss.Scene.from_neighbours(np.zeros((18, 2)), [(i, (i + 1) % 18) for i in range(18)])
SCENES = {"ring": RING, "gate": ss.presets.load("gate"), "torn": ss.presets.load("circle-torn")}


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("style", figures.STYLES)
def test_each_state_is_drawn_with_its_loss_and_its_starts_to_one_scale(name, style):
    found = ss.equilibria(SCENES[name], seeds=16)
    figure = figures.rests(found, pictures=3, style=style)
    shown = found.rests[:3]
    pictures = figure.axes
    assert len(pictures) == len(shown)
    words = drawn.words(figure)
    for rest, axes in zip(shown, pictures, strict=True):
        classes = [gid for each in axes.collections if (gid := str(each.get_gid())).startswith("points-class")]
        places = np.concatenate([drawn.marks(figure, gid, axes) for gid in classes])
        for x in rest.scene.positions:
            assert np.hypot(*(places - x).T).min() < 1e-9
        assert f"{len(rest.seeds)} of 16 starts" in words
        assert f"loss {texts.number(rest.loss)}" in words
    widths = {round(float(np.ptp(axes.get_xlim())), 9) for axes in pictures}
    assert len(widths) == 1
    assert drawn.faults(figure) == []


def test_it_is_the_same_byte_for_byte_and_has_chinese_words():
    found = ss.equilibria(SCENES["gate"], seeds=8)
    assert figures.picture(figures.rests(found), "svg") == figures.picture(figures.rests(found), "svg")
    assert "8 个起点中的" in drawn.words(figures.rests(found, language="zh"))


@pytest.mark.parametrize("pictures", [0, 9, 1.5, True])
def test_a_number_of_pictures_out_of_range_is_refused(pictures):
    with pytest.raises(ss.SceneError, match=r"pictures: .* from 1 to 8"):
        figures.rests(ss.equilibria(SCENES["gate"], seeds=2), pictures=pictures)


def test_no_state_is_refused():
    with pytest.raises(ss.SceneError, match="equilibria: no resting state"):
        figures.rests(ss.Equilibria((), (0, 1)))

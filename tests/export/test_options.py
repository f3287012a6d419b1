"""What can be asked of a file besides its format: checks, how long frames are shown, and switches of what is drawn."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

import springsim as ss
from springsim import figures
from springsim.export import animation, formats, options
from springsim.export.frames import Timing

RUN = ss.simulate(ss.presets.load("gate"), steps=60, step_size=0.02)
SMALL: dict[str, Any] = {"size": (160, 120), "dpi": 50}


def gif(**asked):
    return Image.open(io.BytesIO(animation.movie(RUN, "gif", **SMALL, **asked)))


def lengths(image):
    return [frame.info["duration"] for frame in ImageSequence.Iterator(image)]


def test_a_gif_lasts_pauses_and_repeats_as_asked():
    image = gif(seconds=2.0, pause=0.4, loop=3, fps=10)
    shown = lengths(image)
    assert sum(shown[:-1]) == 2000
    assert shown[-1] == 400
    assert image.info["loop"] == 2  # after the first time
    assert "loop" not in gif(loop="once", frames=3).info
    assert "loop" not in gif(loop=1, frames=3).info


def test_by_default_a_gif_is_as_before():
    image = gif(frames=5)
    assert lengths(image) == [40, 40, 40, 40, 1500]
    assert image.info["loop"] == 0


def test_frames_are_shown_for_the_same_time_in_every_format():
    for ticks in (100, 25):
        shown = Timing(rate=7 / 3.0, fps=25, pause=0.5, loop="once").shown(8, ticks)
        assert sum(shown[:-1]) == round(3.0 * ticks)
        assert max(shown[:-1]) - min(shown[:-1]) <= 1


def test_with_a_length_there_are_as_many_frames_as_come_in_it():
    assert animation.most_frames(None, 25, None) == formats.FRAMES
    assert animation.most_frames(None, 25, 4.0) == 101
    assert animation.most_frames(30, 25, 4.0) == 30
    assert animation.most_frames(None, 1, 0.2) == 2


@pytest.mark.parametrize(
    ("format", "asked"),
    [("gif", {"seconds": 0.1}), ("gif", {"seconds": 61}), ("gif", {"pause": -1}), ("gif", {"pause": 11}), ("gif", {"loop": 0}),
     ("gif", {"loop": "twice"}), ("gif", {"loop": True}), ("mp4", {"loop": "once"}), ("html", {"seconds": 3.0}),
     ("html", {"pause": 2.0})],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_by_its_name(format, asked):
    with pytest.raises(ss.SceneError) as refused:
        animation.movie(RUN, format, **asked)
    assert refused.value.field == next(iter(asked))


def test_the_table_of_options_is_that_of_the_formats():
    figure = figures.diagram(ss.presets.load("gate"))
    options_of: dict[str, Any] = {"text": "font", "transparent": True}
    for id, value in options_of.items():
        for format in figures.FORMATS:
            if id in formats.get(format).options:
                figures.picture(figure, format, **{id: value})
            else:
                with pytest.raises(ss.SceneError, match=id):
                    figures.picture(figure, format, **{id: value})
                with pytest.raises(ss.SceneError, match=id):
                    options.checked(format, {id: value})


# switches


@pytest.mark.parametrize("board", [False, True])
@pytest.mark.parametrize(
    ("switch", "gone", "come"),
    [({"springs": False}, "springs-", ""), ({"forces": False}, "forces", ""), ({"circles": "none"}, "circle", ""),
     ({"trails": True}, "", "trails"), ({"springs": "all"}, "", "springs-")],
)  # fmt: skip
def test_a_switch_changes_an_animation_as_it_changes_a_picture(board, switch, gone, come):
    run = ss.simulate(ss.presets.load("gate"), steps=30, step_size=0.02)
    usual, other = (figures.Film(run, centre=3, board=board), figures.Film(run, centre=3, board=board, **switch))
    for film in (usual, other):
        film.draw(10)
    before, after = (names(film.figure) for film in (usual, other))
    if gone:
        assert any(name.startswith(gone) for name in before)
        assert not any(name.startswith(gone) for name in after)
    if come:
        assert any(name.startswith(come) for name in after)


def names(figure):
    artists = [artist for axes in figure.axes for artist in (*axes.collections, *axes.patches, *axes.lines)]
    return {artist.get_gid() for artist in artists if artist.get_gid() and len(np.atleast_1d(size(artist)))}


def size(artist):
    return artist.get_paths() if hasattr(artist, "get_paths") else [1]


def test_a_page_opens_with_what_is_shown():
    on, off = (animation.movie(RUN, "html", margins=[], forces=forces, trails=not forces) for forces in (True, False))
    assert on != off

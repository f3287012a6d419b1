"""Formats: what the table says is so, wherever it is used."""

from dataclasses import replace
from typing import get_args

import pytest

import springsim as ss
from springsim import SceneError, figures, texts
from springsim.export import animation, formats, orders
from springsim.export.formats import Format, Place
from springsim.export.optional import extra_of
from tests.export.test_orders import an_order, nothing

BEGINS = {
    "svg": b"<?xml",
    "pdf": b"%PDF",
    "png": b"\x89PNG",
    "gif": b"GIF89a",
    "html": b"<!DOCTYPE html>",
    "csv": b"PK",  # several, in an archive
    "npz": b"PK",
}


def test_every_format_is_offered_somewhere_and_every_one_offered_is_known():
    named = {id for place in get_args(Place) for id in formats.offered(place)}
    assert named == set(formats.FORMATS)


def test_pictures_are_those_that_figures_can_be_saved_as():
    assert set(figures.FORMATS) == {id for id, row in formats.FORMATS.items() if row.kind == "picture"}
    assert formats.offered("draw") == figures.FORMATS


@pytest.mark.parametrize("id", formats.offered("board"))
def test_what_the_board_offers_has_words_in_every_language(id):
    for language in texts.LANGUAGES:
        assert texts.of(language)[f"export_{id}"]
        assert texts.of(language)[f"export_{id}_help"]


@pytest.mark.parametrize("id", BEGINS)
def test_what_is_made_for_the_board_is_of_its_format(id):
    assert id in formats.made()
    assert orders.made(an_order(id, steps=3), nothing).startswith(BEGINS[id])


def test_what_a_format_needs_can_be_installed():
    for row in formats.FORMATS.values():
        for package in row.needs:
            assert extra_of(package.partition(".")[0])


def test_a_format_that_is_not_there_is_refused_by_name():
    with pytest.raises(SceneError, match="format: 'exe' is not allowed; expected one of svg, pdf"):
        formats.get("exe")


def film(frames, timing):
    """Return the first frame of an animation and what was asked for."""
    first = next(iter(frames))
    return b"first %d %d %d" % (*first.shape[1::-1], timing.fps)


def test_a_new_format_of_animation_is_a_row_and_a_function(monkeypatch):
    row = Format("new", "film", "run", "image/new", made_by=__name__, multiple=50)
    monkeypatch.setitem(formats.FORMATS, "new", row)
    monkeypatch.setattr(animation, "FORMATS", (*animation.FORMATS, "new"))
    run = ss.simulate(ss.presets.load("gate"), steps=20)
    assert animation.movie(run, "new", size=(140, 180), dpi=50, fps=7) == b"first 150 200 7"


def test_only_a_png_has_a_resolution_of_its_own():
    def made(format, dpi):
        return orders.made(replace(an_order(format), picture=replace(an_order().picture, dpi=dpi)), nothing)

    assert made("svg", 60) == made("svg", 90)
    assert made("png", 60) != made("png", 90)

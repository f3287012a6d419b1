import io
import pickle
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageSequence

import springsim as ss
from springsim import Scene, figures
from springsim.export import orders
from springsim.export.archive import zipped
from springsim.export.orders import LargeError, Order, Picture
from springsim.model import presets


def an_order(format="png", scene=None, **changes):
    """Return an order for a picture of the gate."""
    scene = presets.load("gate") if scene is None else scene
    shown = Picture((-1.0, 1.0, -1.0, 1.0), (4.0, 4.0), 100, True, True, True, False, False, 0.5, 1.0, -0.31, None)
    wanted = Order(
        format, scene, 40, {"step_size": 0.2 * ss.stable_step(scene), "momentum": 0.0}, 3, False, "en", "The gate", shown, {}
    )
    return replace(wanted, **changes)


def nothing(done, total):
    """Report nothing."""


# what is made of it


def test_a_picture_is_of_the_moment_asked_for():
    order = an_order("svg", steps=0, centre=None)
    later = replace(order, steps=40)
    assert orders.made(order, nothing) != orders.made(later, nothing)
    run = ss.simulate(order.scene, steps=40, **order.descent)
    from springsim import figures

    drawn = figures.picture(figures.diagram(run.final, **orders.options(later)), "svg")
    assert orders.made(later, nothing) == drawn


def test_a_png_has_the_size_in_pixels_and_an_svg_is_xml():
    image = Image.open(io.BytesIO(orders.made(an_order(), nothing)))
    assert image.size == (400, 400)
    assert ElementTree.fromstring(orders.made(an_order("svg"), nothing)).tag.endswith("svg")
    assert orders.made(an_order("pdf"), nothing).startswith(b"%PDF")


def test_dark_is_dark_and_light_is_light():
    for dark in (False, True):
        image = np.array(Image.open(io.BytesIO(orders.made(an_order(dark=dark), nothing))).convert("L"))
        assert (image[2, 2] < 64) == dark


def test_trails_are_of_the_way_to_the_moment():
    order = an_order("svg", centre=None)
    trails = replace(order, picture=replace(order.picture, trails=True))
    assert re.search(b'id="trails"', orders.made(trails, nothing))
    assert not re.search(b'id="trails"', orders.made(order, nothing))


def test_a_landscape_is_that_of_the_point_it_is_seen_from():
    order = an_order("svg")
    landscape = replace(order, picture=replace(order.picture, landscape=True))
    assert b'id="levels"' in orders.made(landscape, nothing)
    assert b'id="levels"' not in orders.made(order, nothing)
    assert b'id="levels"' not in orders.made(replace(landscape, centre=None), nothing)  # of no point, there is none
    final = ss.simulate(order.scene, steps=order.steps, **order.descent).final
    shown = figures.landscape(final, 3, view=order.picture.view, size=order.picture.size, style="lecture")
    assert orders.made(landscape, nothing) == figures.picture(shown, "svg")


def test_data_are_the_run():
    order = an_order("npz", steps=500)
    run = ss.simulate(order.scene, steps=500, **order.descent)
    with np.load(io.BytesIO(orders.made(order, nothing))) as arrays:
        assert (arrays["positions"] == run.positions).all()
    with zipfile.ZipFile(io.BytesIO(orders.made(replace(order, format="csv"), nothing))) as tables:
        assert tables.namelist() == ["points.csv", "frames.csv", "springs.csv", "scene.json"]
        assert tables.read("points.csv").decode().count("\n") == 1 + len(run) * len(order.scene)
        assert Scene.from_json(tables.read("scene.json").decode()) == order.scene


def test_a_page_is_titled_as_asked():
    page = orders.made(an_order("html", steps=5), nothing).decode()
    assert "<title>The gate · springsim</title>" in page
    named = orders.made(an_order("html", steps=5, options={"title": "Two posts"}), nothing).decode()
    assert "<title>Two posts · springsim</title>" in named
    assert "<title>springsim · " in orders.made(an_order("html", steps=5, title=""), nothing).decode()


def test_an_animation_says_how_far_it_is():
    said = []
    data = orders.made(an_order("gif", steps=30), lambda done, total: said.append((done, total)))
    frames = len(list(ImageSequence.Iterator(Image.open(io.BytesIO(data)))))
    assert said[0] == (0, frames)
    assert said[-1] == (frames, frames)


@pytest.mark.parametrize("name", ["empty", "both-springs", "fig2"])
def test_an_order_is_carried_out_elsewhere_as_it_is_here(name):
    order = an_order("npz", presets.load(name), centre=None)
    reported: list[object] = []
    there = pickle.loads(pickle.dumps(order))
    assert there == order
    assert orders.stream(reported.append, there, 10**7) == len(orders.made(order, nothing))
    assert b"".join(piece for piece in reported if isinstance(piece, bytes)) == orders.made(order, nothing)
    with pytest.raises(LargeError, match=str(len(orders.made(order, nothing)))):
        orders.stream(reported.append, there, 100)


def test_the_same_order_gives_the_same_bytes():
    for format in ("png", "svg", "pdf", "csv", "npz"):
        assert orders.made(an_order(format), nothing) == orders.made(an_order(format), nothing)


def test_a_part_of_a_run_ends_at_its_frame():
    run = ss.simulate(presets.load("ring"), steps=400)
    part = orders.until(run, 3)
    assert len(part) == 4
    assert part.final == run.at(3)
    assert (part.loss == run.loss[:4]).all()


# several files in one


def test_a_zip_depends_on_its_files_only_and_opens_as_they_are():
    contents = {"a.txt": b"a" * 1000, "b.bin": bytes(range(256))}
    once, again = zipped(contents), zipped(dict(contents))
    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}

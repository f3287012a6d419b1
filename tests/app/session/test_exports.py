import base64
import dataclasses
import io
import json
import re
import zlib

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, texts
from springsim.app.processes.export_jobs import File
from springsim.app.processes.jobs import BusyError, LateError, Status
from springsim.app.processes.runner import BrokenError
from springsim.app.session import address, answer, exports, reducer, state
from springsim.export import orders
from springsim.export.optional import _EXTRAS, MissingError
from springsim.export.orders import LargeError
from springsim.model import presets
from tests.app.boards import EXPORT, board_of, command, decoded, done, sent, shared, small
from tests.export.test_orders import nothing


def asked(board, frame=0, **changes):
    """Return the board after an export was asked for, which must not be refused."""
    after = sent(board, command("export", **{**EXPORT, **changes}), frame=frame)
    assert after.errors == ()
    return after


def exported(board):
    assert board.export is not None
    return board.export


# what is asked for


@pytest.mark.parametrize("name", ["fig2", "ring", "both-springs", "empty"])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_picture_is_of_the_frame_seen_exactly(name, share):
    board = address.opened({"preset": name, "step": "0.7", "momentum": "0.3"}, "en")
    frame = round(share * (len(board.trajectory) - 1))
    order = exported(asked(board, frame)).order
    run = ss.simulate(order.scene, steps=order.steps, **order.descent)
    assert (run.final.positions == board.trajectory.positions[frame]).all()
    assert run.final.margin == board.entry.scene.margin


def test_an_animation_and_data_are_of_all_of_the_motion_whatever_is_seen():
    board = address.opened({"preset": "ring"}, "en")
    for format in ("gif", "mp4", "html", "csv", "npz"):
        order = exported(asked(board, 3, format=format)).order
        assert order == exported(asked(board, 0, format=format)).order
        assert ss.simulate(order.scene, steps=order.steps, **order.descent).converged


def test_a_picture_shows_the_part_of_the_plane_that_the_board_shows():
    picture = exported(asked(board_of(small()), width=768, height=384, x=1.0, y=-2.0, scale=96.0)).order.picture
    assert picture.view == (-3.0, 5.0, -4.0, 0.0)
    assert picture.size == (8.0, 4.0)
    odd = exported(asked(board_of(small()), width=356, height=471)).order.picture
    assert [int(inches * odd.dpi) for inches in odd.size] == [712, 942]


@pytest.mark.parametrize(("scale", "x"), [(1e-4, 3e6), (0.37, -12.3), (180.0, 0.123456), (1e7, 0.1)])
def test_a_view_is_right_to_a_hundredth_of_a_pixel_at_any_scale(scale, x):
    left, right, bottom, top = exported(asked(board_of(small()), scale=scale, x=x)).order.picture.view
    for value, true in ((left, x - 340 / scale), (right, x + 340 / scale), (bottom, -1.5 - 295 / scale)):
        assert abs(value - true) * scale <= 0.011
    assert top > bottom


def test_a_picture_is_never_too_large_to_draw():
    for width, height in ((1, 1), (10_000, 10_000), (10_000, 1), (320, 480)):
        picture = exported(asked(board_of(small()), width=width, height=height)).order.picture
        assert all(2.0 <= inches <= 40.0 for inches in picture.size)
        assert max(picture.size) * picture.dpi <= 4000


def test_what_is_shown_is_drawn_and_nothing_else():
    board = board_of(small())
    plain = {"springs": True, "forces": True, "arrow": 0.5, "circles": "none", "centre": None}
    assert {**plain, "board": 1.0}.items() <= orders.options(exported(asked(board)).order).items()
    assert orders.options(exported(asked(board, words=1.25)).order)["board"] == 1.25
    seen = exported(asked(board, selected=2, every=True, forces=False, dark=True, trails=True)).order
    assert {"springs": "all", "forces": False, "circles": "selected", "centre": 2}.items() <= orders.options(seen).items()
    assert (orders.options(seen)["style"], seen.picture.trails) == ("dark", True)
    none = exported(asked(board, selected=2, springs=False, every=True, margin=False)).order
    assert {"springs": False, "circles": "none"}.items() <= orders.options(none).items()


def test_what_is_asked_for_besides_is_of_the_format_and_within_its_range():
    board = board_of(small())
    film = {"seconds": 2.0, "pause": 0.0, "loop": "once"}
    assert exported(asked(board, format="gif", **film)).order.options == {
        **film, "title": "", "legend": True, "view": "motion"
    }  # fmt: skip
    assert exported(asked(board, format="svg", text="font", transparent=True)).order.options == {
        "text": "font",
        "transparent": True,
    }
    assert "text='font'" in asked(board, format="py", text="font").shared.text
    for wrong in ({"seconds": 61.0}, {"loop": 0}, {"text": "x"}, {"format": "png", "loop": 3}):
        after = sent(board, command("export", **{**EXPORT, "format": "gif", **wrong}))
        assert [error.field.removeprefix("export.") for error in after.errors] == [list(wrong)[-1]]


def test_an_animation_shows_what_the_board_shows():
    board = board_of(small())
    order = exported(asked(board, format="html", forces=False, trails=True, mode=False)).order
    page = orders.made(order, lambda done, total: None)
    (packed,) = re.findall(rb'id="recording">([^<]*)', page)
    recorded = zlib.decompress(base64.b64decode(packed))
    head = json.loads(recorded[4 : 4 + int.from_bytes(recorded[:4], "little")])
    on = {row["id"] for row in head["choices"]["view"] if row["on"]}
    assert on == {"springs", "margin", "trails"}


def test_a_point_that_is_not_there_is_refused_and_the_board_stays():
    board = board_of(small())
    after = sent(board, command("export", **{**EXPORT, "selected": 5}))
    assert [error.field for error in after.errors] == ["export.selected"]
    assert after.export is None
    assert after.entries == board.entries


def test_an_export_changes_nothing_on_the_board():
    board = board_of(small())
    after = asked(board, 4)
    assert dataclasses.replace(after, export=None, ack=0) == board


def test_an_export_after_a_change_in_the_same_message_is_of_the_changed_scene():
    board = board_of(small())
    after = sent(board, command("clear"), command("export", **EXPORT), frame=3)
    assert len(exported(after).order.scene) == 0
    assert exported(after).order.steps == 0


def test_an_export_goes_on_while_the_scene_changes_until_it_is_dropped():
    board = asked(board_of(small()))
    later = done(done(board, "delete", i=0), "undo")
    assert later.export is board.export
    assert done(later, "drop").export is None


def test_a_piece_is_asked_for_once():
    board = done(asked(board_of(small())), "poll", at=12)
    assert board.piece == 12
    assert done(board, "undo").piece == -1


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_page_is_titled_by_the_scene_it_shows(language):
    board = address.opened({"preset": "tug-of-war", "lang": language}, "en")
    assert exported(asked(board, format="html")).order.title == presets.get("tug-of-war").title[language]
    assert exported(asked(board_of(small()), format="html")).order.title == ""


# names


@pytest.mark.parametrize(
    ("query", "format", "name"),
    [
        ({"preset": "fig2"}, "png", "springsim-fig2-m1.00-step{step}.png"),
        ({"preset": "fig2", "margin": "1.25"}, "svg", "springsim-fig2-m1.25-step{step}.svg"),
        ({"preset": "ring", "margin": "0.123456"}, "gif", "springsim-ring-m0.123456.gif"),
        ({"s": small().to_link()}, "csv", "springsim-scene-m1.20.csv.zip"),
        ({"preset": "gate"}, "npz", "springsim-gate-m1.00.npz"),
    ],
)
def test_the_name_of_a_file_says_what_is_in_it(query, format, name):
    board = address.opened(query, "en")
    frame = len(board.trajectory) // 2
    assert exported(asked(board, frame, format=format)).name == name.format(step=board.trajectory.steps[frame])


def test_steps_before_a_resumed_motion_count_in_the_name():
    board = done(address.opened({"preset": "ring"}, "en"), "resume", 5)
    assert board.entry.offset > 0
    assert exported(asked(board)).name == f"springsim-ring-m1.00-step{board.entry.offset}.png"


# Python


@pytest.mark.parametrize("trails", [False, True])
def test_the_script_draws_what_is_seen(trails, tmp_path, monkeypatch):
    board = address.opened({"preset": "tug-of-war"}, "en")
    after = asked(board, 6, format="py", selected=1, trails=trails)
    assert after.export is None
    script = shared(after)
    step = board.trajectory.steps[6]
    assert (script.kind, script.name) == ("script", f"springsim-tug-of-war-m1.00-step{step}.py")
    monkeypatch.chdir(tmp_path)
    exec(compile(script.text, script.name, "exec"), {})
    picture = exported(asked(board, 6, format="svg", selected=1, trails=trails)).order
    assert (tmp_path / f"springsim-tug-of-war-m1.00-step{step}.svg").read_bytes() == orders.made(picture, nothing)


# what the board is told


def test_the_board_is_told_how_it_goes_and_given_the_piece_it_asked_for():
    board = done(asked(board_of(small())), "poll", at=7)
    told = {"number": 1, "name": "a.png", **exports.said(Status("done", result=File(io.BytesIO(), 10)), "en")}
    head, arrays = decoded(answer.packed(board, "en", board.springs_serial, board.serial, told, b"abc"))
    assert head["export"] == {"number": 1, "name": "a.png", "state": "done", "done": 0, "total": 0, "size": 10, "at": 7}
    assert arrays["piece"].tobytes() == b"abc"
    assert set(arrays) == {"piece"}
    assert "export" not in decoded(answer.packed(board))[0]


def test_a_board_that_has_the_trajectory_is_not_sent_it_again():
    board = board_of(small())
    whole, light = (decoded(answer.packed(board, "en", 0, serial)) for serial in (-1, board.serial))
    assert {"positions", "forces", "numbers"} <= set(whole[1])
    assert set(light[1]) == set()
    assert {"index", "first", "length"} == set(light[0]["history"])
    other = decoded(answer.packed(board, "zh", 0, board.serial))
    assert set(other[1]) == set(whole[1]) | {"curves"}
    assert "query" in other[0]["history"]


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_problem_is_said_in_words(language):
    problems: list[tuple[Exception, str]] = [
        (MissingError("not there", name="imageio_ffmpeg"), "springsim[mp4]"),
        *((MissingError("not there", name=package), package) for package in _EXTRAS),
        (LateError("120"), "120"),
        (LargeError("50000000"), "50000000"),
        (BusyError(), ""),
        (BrokenError("a process of the server ended: exit code 3"), "exit code 3"),
        (OSError("no space"), "OSError: no space"),
        (ss.SceneError("language", 1, "a font with Chinese characters; install fonts-noto-cjk"), "fonts-noto-cjk"),
    ]
    for error, said in problems:
        words = exports.said(Status("failed", error=error), language)["error"]
        assert "{" not in words
        assert said in words


# from another page


def test_a_preset_placed_from_elsewhere_is_one_change_that_undo_takes_back():
    board = address.opened({"preset": "ring", "lang": "zh"}, "en")
    after = reducer.placed(board, "fig2a", 1.5)
    assert after.entry == state.Entry(presets.load("fig2a").replace(margin=1.5), "fig2a", True)
    assert (after.index, after.language, after.serial) == (1, "zh", board.serial + 1)
    back = done(after, "undo")
    assert back.entry.scene == board.entry.scene
    assert address.query(after) == "preset=fig2a&margin=1.5&lang=zh"


def test_to_go_to_another_page_keeps_everything_and_notes_the_step_that_is_shown():
    board = done(board_of(small()), "pin", i=0, on=True)
    after = done(board, "go", 5, page="paper")
    assert after.leaving == "paper"
    assert after.entry.shown == board.trajectory.steps[5]
    assert after.trajectory is board.trajectory
    assert [entry.scene for entry in after.entries] == [entry.scene for entry in board.entries]
    assert done(after, "undo").leaving == ""


def test_an_order_holds_the_scene_itself_not_a_copy():
    board = board_of(small())
    assert exported(asked(board)).order.scene is board.entry.scene


def test_npz_of_a_board_is_what_the_core_makes():
    board = address.opened({"preset": "gate"}, "en")
    order = exported(asked(board, format="npz")).order
    with np.load(io.BytesIO(orders.made(order, nothing))) as arrays:
        assert Scene.from_json(str(arrays["scene"])) == board.entry.scene
        assert (arrays["positions"][-1] == board.trajectory.positions[-1]).all()

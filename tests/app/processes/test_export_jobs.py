import io
import os
import random
import tempfile
import threading
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageSequence

import springsim as ss
from springsim import kernels
from springsim.app.processes.export_jobs import Exports
from springsim.app.processes.jobs import BusyError, LateError
from springsim.app.processes.runner import BrokenError
from springsim.export import orders
from springsim.export.optional import MissingError
from springsim.export.orders import PIECE, LargeError
from springsim.model import presets
from springsim.validation.errors import SceneError
from tests.app.processes import calls
from tests.app.processes.test_runner import PATIENCE, until
from tests.export.test_orders import an_order, nothing


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Have temporary folders in a place where nothing else is."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def new_exports(own_folder):
    """Make exports that are all ended afterwards, and leave nothing."""
    made = []

    def make(**options):
        made.append(Exports(**options))
        return made[-1]

    yield make
    for exports in made:
        exports.close()
    assert not os.listdir(own_folder)


def result(exports, owner, order, number=1):
    """Wait for an export; return how it ended and the bytes of its file."""
    status = exports.ask(owner, number, order, wait=PATIENCE)
    data = b""
    while status.state == "done" and len(data) < status.result.size:
        data += exports.piece(owner, len(data))
    return status, data


# what comes of it


@pytest.mark.parametrize("format", ["png", "svg", "html", "npz"])
def test_the_file_is_what_the_order_says_and_goes_when_it_is_dropped(new_exports, format):
    exports, order = new_exports(), an_order(format, steps=20)
    status, data = result(exports, "me", order)
    assert status.error is None
    assert data == orders.made(order, nothing)
    exports.drop("me")
    assert len(exports) == 0
    assert exports.piece("me", 0) == b""
    assert status.result.content.closed


def test_a_file_has_the_run_of_the_server_that_uses_compiled_kernels(new_exports, monkeypatch):
    pytest.importorskip("numba", reason="the compiled kernels need Numba")
    scene = ss.Scene.from_labels(np.random.default_rng(0).normal(size=(100, 2)), np.arange(100) % 3)
    order = an_order("npz", scene, steps=20)
    plain = orders.made(order, nothing)
    monkeypatch.setattr(kernels, "_loaded", True)
    _, data = result(new_exports(), "me", order)
    assert data == orders.made(order, nothing) != plain


def test_progress_is_told_while_an_animation_is_made(new_exports):
    exports, order = new_exports(), an_order("gif", presets.load("two-classes"), steps=400)
    seen = set()

    def over():
        status = exports.ask("me", 1, order)
        seen.add((status.state, status.done, status.total))
        return status.over

    until(over)
    running = sorted(done for state, done, total in seen if state == "running" and total)
    assert len(running) >= 3
    frames = len(list(ImageSequence.Iterator(Image.open(io.BytesIO(result(exports, "me", order)[1])))))
    assert {total for state, _, total in seen if state == "running" and total} == {frames}


def test_a_large_file_comes_in_pieces(new_exports):
    size = 2 * PIECE + 7
    exports = new_exports(deliver=calls.large)
    status, data = result(exports, "me", an_order())
    assert status.result.size == size
    assert data == random.Random(1).randbytes(size)
    assert exports.piece("me", size) == b""
    assert exports.piece("somebody else", 0) == b""


def test_a_new_export_takes_the_place_of_the_one_before(new_exports):
    exports = new_exports()
    exports.ask("me", 1, an_order("gif", presets.load("five-classes"), centre=None, steps=900))
    status, data = result(exports, "me", an_order("svg"), number=2)
    assert status.state == "done"
    assert data.startswith(b"<?xml")
    assert len(exports) == 1


# several at once


def test_users_exporting_at_once_get_each_their_own(new_exports):
    exports = new_exports()
    request = {
        f"user {k}": an_order(format, presets.load(preset), centre=0, dark=dark, steps=12)
        for k, (preset, format, dark) in enumerate(
            [("gate", "svg", False), ("saddle", "svg", True), ("ring", "svg", False), ("fig2", "svg", True)]
        )
    }
    got = {}

    def export(owner):
        got[owner] = result(exports, owner, request[owner])[1]

    threads = [threading.Thread(target=export, args=(owner,)) for owner in request]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for owner, order in request.items():
        assert got[owner] == orders.made(order, nothing), owner


def test_no_more_than_two_run_at_once_and_the_others_wait_their_turn(new_exports):
    exports, order = new_exports(deliver=calls.hangs), an_order()
    owners = ["a", "b", "c", "d"]

    def states():
        return sorted(exports.ask(owner, 1, order).state for owner in owners)

    until(lambda: states() == ["running", "running", "waiting", "waiting"])
    first = next(owner for owner in owners if exports.ask(owner, 1, order).state == "running")
    exports.drop(first)
    owners.remove(first)
    until(lambda: states() == ["running", "running", "waiting"])


def test_a_finished_export_that_waits_to_be_fetched_keeps_nobody_waiting(new_exports):
    exports = new_exports(at_once=1)
    assert result(exports, "a", an_order("svg"))[0].state == "done"
    assert result(exports, "b", an_order("svg"))[0].state == "done"
    assert exports.ask("a", 1, an_order("svg")).state == "done"


def test_when_too_many_wait_more_are_refused(new_exports):
    exports, order = new_exports(at_once=1, waiting=2, deliver=calls.hangs), an_order()
    until(lambda: exports.ask("a", 1, order).state == "running")
    assert [exports.ask(owner, 1, order).state for owner in ("b", "c")] == ["waiting", "waiting"]
    assert isinstance(exports.ask("d", 1, order).error, BusyError)


# what ends it


def test_an_animation_that_is_called_off_leaves_nothing(new_exports):
    exports, order = new_exports(), an_order("mp4", presets.load("five-classes"), centre=None, steps=900)
    until(lambda: exports.ask("me", 1, order).done > 2)
    exports.drop("me")
    assert len(exports) == 0


def test_an_export_that_nobody_asks_about_ends(new_exports, own_folder):
    exports = new_exports(patience=0.3, deliver=calls.hangs)
    until(lambda: exports.ask("gone", 1, an_order()).total == 9)
    until(lambda: not os.listdir(own_folder))
    assert len(exports) == 0


def test_a_file_that_nobody_fetches_is_removed(new_exports):
    exports = new_exports(patience=0.3)
    until(lambda: exports.ask("gone", 1, an_order("svg")).over)
    status = exports.ask("gone", 1, an_order("svg"))
    until(lambda: status.result.content.closed)
    assert len(exports) == 0


def test_an_export_that_takes_too_long_is_stopped_and_says_so(new_exports, own_folder):
    exports = new_exports(seconds=0.3, deliver=calls.hangs)
    status, _ = result(exports, "me", an_order())
    assert isinstance(status.error, LateError)
    assert str(status.error) == "0.3"
    until(lambda: not os.listdir(own_folder))


def test_a_file_too_large_is_refused(new_exports):
    status, _ = result(new_exports(size=1000), "me", an_order("svg"))
    assert isinstance(status.error, LargeError)
    assert int(str(status.error)) > 1000


def test_what_is_refused_is_said_by_field_and_value(new_exports):
    bad = replace(an_order(), picture=replace(an_order().picture, size=(0.5, 4.0)))
    error = result(new_exports(), "me", bad)[0].error
    assert isinstance(error, SceneError)
    assert (error.field, error.value) == ("size[0]", "0.5")


@pytest.mark.parametrize(
    ("deliver", "kind", "says"),
    [
        (calls.lacks, MissingError, "imageio_ffmpeg"),
        (calls.has_no_memory, MemoryError, ""),
        (calls.leaves, BrokenError, "exit code 3"),
        (calls.is_killed, BrokenError, "SIGKILL"),
    ],
)
def test_a_process_that_fails_is_a_failed_export_and_says_why(new_exports, deliver, kind, says):
    status, _ = result(new_exports(deliver=deliver), "me", an_order())
    assert status.state == "failed"
    assert isinstance(status.error, kind)
    assert says in str(status.error)

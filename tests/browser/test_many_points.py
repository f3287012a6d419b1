"""Boards of hundreds and thousands of points: they play, say what they leave out, and keep everything."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

import springsim as ss
from springsim.app.session import answer, state
from springsim.board import wire
from springsim.validation.limits import APP, KIND_POINTS
from tests.app.boards import decoded, full, motion
from tests.browser.board import WORDS, Board
from tests.browser.conftest import NewBoard
from tests.browser.server import Server
from tests.browser.test_nothing_is_lost import forgive_disconnection, mortal  # noqa: F401  (a fixture)
from tests.scenes import KINDS, random_scene

MODULES = Path(ss.__file__).parent / "board" / "js"

#: What the board makes of an answer: its springs one by one, in blocks and from each point, and its samples.
SPRINGS = """async (bytes) => {
  const { decoded, springsOf } = await import("/state/wire.js");
  const { head, arrays } = decoded(Uint8Array.from(bytes));
  const set = springsOf(head, arrays);
  const all = Array.from({ length: set.total }, (_, k) => [...set.ends(k), set.similar(k)]);
  const blocks = [];
  for (let from = 0; from < set.total; ) {
    const { i, j, similar, count } = set.block(from);
    for (let k = 0; k < count; k++) blocks.push([i[k], j[k], similar[k]]);
    from += count;
  }
  const of = Array.from({ length: set.n }, (_, i) => set.of(i));
  const ties = Array.from({ length: set.n }, (_, i) => [...set.ties(i)]);
  const samples = [0, 1].map((kind) => {
    const { pairs, size, total } = set.sample(kind);
    return { pairs: [...pairs.subarray(0, 2 * size)], total };
  });
  return { all, blocks, of, ties, samples };
}"""
MOTION = """async (bytes) => {
  const { decoded, runOf } = await import("/state/wire.js");
  const { head, arrays } = decoded(Uint8Array.from(bytes));
  const { positions, forces } = runOf(head, arrays);
  return [[...positions], [...forces]];
}"""


@pytest.fixture
def modules(desk: BrowserContext) -> Page:
    """A page that has nothing but the board's modules."""

    def serve(route: Route) -> None:
        path = MODULES / route.request.url.split("/", 3)[3]
        if path.suffix == ".js":
            route.fulfill(body=path.read_text(), content_type="text/javascript")
        else:
            route.fulfill(body="<!DOCTYPE html>", content_type="text/html")

    page = desk.new_page()
    page.route("http://board.invalid/**", serve)
    page.goto("http://board.invalid/")
    return page


def board_at(scene: ss.Scene, steps: int = 0) -> state.Board:
    run = ss.simulate(scene, steps=steps, frames=max(wire.most_frames(len(scene), 200_000, 400), 2))
    return state.Board("e", (state.Entry(scene),), run)


@pytest.mark.parametrize("kind", KINDS)
def test_the_board_enumerates_the_very_springs_of_the_scene(modules: Page, kind: str):
    for n in (0, 1, 2, 70):
        assert_enumerated(modules, random_scene(kind, n, seed=n))


def assert_enumerated(modules: Page, scene: ss.Scene) -> None:
    n = len(scene)
    told = modules.evaluate(SPRINGS, list(answer.packed(board_at(scene))))
    i, j, similar = scene.springs.pairs
    expected = np.stack([i, j, similar], axis=1).tolist()
    assert told["all"] == told["blocks"] == expected
    for point in range(n):
        assert told["of"][point] == np.flatnonzero((i == point) | (j == point)).tolist()
        ties = np.zeros(n, int)
        for a, b, s in expected:
            if point in (a, b):
                ties[a + b - point] |= 1 if s else 2
        assert told["ties"][point] == ties.tolist()
    for alike in (False, True):
        sample = told["samples"][int(alike)]
        pairs = {tuple(pair) for pair in np.reshape(sample["pairs"], (-1, 2)).tolist()}
        assert 2 * len(pairs) == len(sample["pairs"])
        assert pairs == {(a, b) for a, b, s in expected if bool(s) == alike}
        assert sample["total"] == len(pairs)


def test_of_very_many_springs_there_is_a_sample_that_is_spread_evenly(modules: Page):
    scene = full("labels")
    told = modules.evaluate(
        SPRINGS.replace("const all =", "const all = [] ||")
        .replace("return { all", "return { all: blocks.length")
        .replace("blocks, of, ties,", "of: of[7], ties: ties[7],"),
        list(answer.packed(board_at(scene))),
    )
    i, j, similar = scene.springs.pairs
    assert told["all"] == len(i)
    assert told["of"] == np.flatnonzero((i == 7) | (j == 7)).tolist()
    for alike in (False, True):
        sample = told["samples"][int(alike)]
        pairs = np.reshape(sample["pairs"], (-1, 2))
        assert sample["total"] == np.count_nonzero(similar == alike)
        assert len(np.unique(pairs, axis=0)) == len(pairs) == min(sample["total"], 2**17)
        keys = i[similar == alike] * APP.points + j[similar == alike]
        assert np.isin(pairs[:, 0] * APP.points + pairs[:, 1], keys).all()
        for part in (500, len(pairs)):  # of any beginning, as many at low numbers as in the whole
            share = np.mean(pairs[:part, 0] < APP.points / 4) - np.mean(keys < APP.points**2 / 4)
            assert abs(share) < 0.05


@pytest.mark.parametrize("n", [40, 120])
def test_the_board_adds_up_the_positions_that_were_sent(modules: Page, n: int):
    board = board_at(random_scene("labels", n), steps=60)
    block = answer.packed(board)
    x, f = modules.evaluate(MOTION, list(block))
    positions, forces = board.trajectory.positions, board.trajectory.forces
    shape = positions.shape
    assert np.abs(np.reshape(x, shape) - positions).max() < 1e-5
    assert np.abs(np.reshape(f, shape) - forces).max() < 1e-4 * np.abs(forces).max()
    sent = motion(decoded(block)[1])
    assert (np.reshape(x, shape) == sent[0].astype("<f4")).all()
    assert (np.reshape(f, shape) == sent[1].astype("<f4")).all()


def opened(board: Board, scene: ss.Scene) -> Board:
    board.open_file(scene.to_json())
    board.until("b.n === arg", len(scene))
    return board


def at_rest(n: int) -> ss.Scene:
    """Return points of as many classes, all farther apart than the margin."""
    return ss.Scene.from_labels(np.stack([2.0 * np.arange(n), np.zeros(n)], axis=1), np.arange(n))


def note(board: Board, words: str | re.Pattern[str]) -> None:
    expect(board.page.locator(".note")).to_contain_text(words)


def test_a_full_board_plays_and_is_saved_and_undone(board: Board):
    scene = full("pairs")
    opened(board, scene)
    start = board.state()
    board.until("b.step > 3")
    note(board, "springs")
    board.press(" ", "Home")
    state = board.until("b.phase === 'paused' && b.step === 0")
    assert state.loss == pytest.approx(ss.loss(scene), rel=1e-9)
    assert ss.Scene.from_json(board.save_file()) == scene
    board.press("]")
    expect(board.selection.get_by_text("Point 1", exact=True)).to_be_visible()
    i, j, _ = scene.springs.pairs
    note(board, f"the {np.count_nonzero((i == 0) | (j == 0))} springs of the selected point, of {len(i)}")
    board.press("p")
    board.until("b.ack > arg", start.ack)
    board.press("Control+z", "Control+z")
    board.until("b.n === 0")


def test_a_point_of_a_full_board_is_dragged_and_all_others_react(board: Board):
    scene = full("labels").replace(pinned=[False] * APP.points)
    opened(board, scene)
    board.press(" ", "Home")
    board.until("b.phase === 'paused' && b.step === 0")
    outermost = int(np.argmax(np.hypot(*scene.positions.T)))
    start = scene.positions[outermost]
    board.grab(start)
    board.pull(0.5 * start, 3)
    board.until("b.loss !== arg", ss.loss(scene))
    board.page.mouse.up()
    expect(board.selection.get_by_text(f"Point {outermost + 1}", exact=True)).to_be_visible()
    positions = scene.positions.copy()
    moved = ss.Scene.from_json(board.save_file()).positions
    positions[outermost] = 0.5 * start
    assert np.hypot(*(moved[outermost] - 0.5 * start)) < 0.05


def test_of_very_many_springs_all_are_counted_once_they_stand_still(board: Board):
    opened(board, full("labels"))
    board.page.get_by_role("group", name=WORDS["show"]).get_by_role("button", name="every spring").click()
    note(board, re.compile(r"Density of the 1999000 springs, from one in \d+ while it moves"))
    note(board, re.compile(r"curves: one in \d+ springs while it moves"))
    board.press(" ")
    note(board, "Density of all 1999000 springs")
    expect(board.page.locator(".note")).not_to_contain_text("while it moves")


def test_at_rest_very_many_points_say_no_kind_and_why(board: Board):
    opened(board, at_rest(KIND_POINTS + 1))
    board.until("b.phase === 'equilibrium'")
    expect(board.page.locator(".row-state")).to_contain_text("at rest")
    expect(board.page.locator(".meaning")).to_contain_text(f"up to {KIND_POINTS} free points")


def test_of_many_points_at_rest_the_kind_comes_a_moment_later(board: Board):
    opened(board, at_rest(KIND_POINTS))
    expect(board.page.locator(".row-state")).to_contain_text("neutral equilibrium")
    expect(board.stage).to_have_attribute("data-rest", "flat")


def test_a_server_that_crashes_gets_the_springs_of_a_scene_back_too(new_board: NewBoard, mortal: Server):  # noqa: F811
    board = new_board("preset=empty", at=mortal.address)
    scenes = [random_scene(kind, 150, seed=4) for kind in ("pairs", "neighbours")]
    for scene in scenes:
        opened(board, scene)
        board.press(",", "Home")
        board.until("b.step === 0 && Math.abs(b.loss - arg) < 1e-6", ss.loss(scene))
        board.press("]", "p")
        expect(board.selection.get_by_role("button", name="Unpin")).to_be_visible()
        board.press("Escape")
    mortal.stop(signal.SIGKILL)
    mortal.start()
    pinned = [scene.replace(pinned=np.arange(150) < 1) for scene in scenes]
    assert ss.Scene.from_json(board.save_file()) == pinned[1]
    board.press("Control+z")
    assert ss.Scene.from_json(board.save_file()) == scenes[1]
    board.press("Control+z")
    assert ss.Scene.from_json(board.save_file()) == pinned[0]
    forgive_disconnection(board)

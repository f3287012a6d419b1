"""What is in view: it follows the points, and tells of those outside; other pixels and another theme are painted."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import WORDS, State, descent
from tests.browser.conftest import NewBoard
from tests.browser.test_keyboard import FOCUS

#: Collects every view that the board shows from now on.
VIEWS = """
() => {
  const stage = boardStage();
  window.views = [];
  const look = () => { window.views.push(stage.dataset.view); requestAnimationFrame(look); };
  look();
}
"""


def outside(state: State, points: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> int:
    """Return how many points are not on the board."""
    x, y = np.array([state.screen(point) for point in points]).T
    inside = (x >= state.left) & (x <= state.left + state.width) & (y >= state.top) & (y <= state.top + state.height)
    return int((~inside).sum())


def test_the_view_follows_a_change_of_the_margin_and_tells_of_points_outside(new_board: NewBoard):
    board = new_board("preset=fig2")
    told = board.page.locator(".outside")
    first = board.end()
    expect(told).to_be_hidden()
    board.page.evaluate(VIEWS)
    board.slide("Margin", 3)
    board.until("b.margin === 3 && b.scale < arg", first.scale)
    end = board.end()
    rest = descent(end.entry).positions[-1]
    assert outside(first, rest) == 7
    assert outside(end, rest) == 0
    expect(told).to_be_hidden()
    scales = [float(view.split()[0]) for view in board.page.evaluate("window.views")]
    assert (np.diff(scales) <= 0).all()
    assert len(set(scales)) > 5  # it glides
    board.press("+", "+")
    near = board.until("b.scale > 1.5 * arg", end.scale)
    count = outside(near, rest)
    assert count > 1
    expect(told).to_contain_text(WORDS["outside"].format(n=count))
    board.press("Escape", *["ArrowRight"] * 10)
    side = board.until("b.x > arg", near.x)
    assert outside(side, rest) > count
    expect(told).to_contain_text(WORDS["outside"].format(n=outside(side, rest)))
    told.get_by_role("button", name=WORDS["outside_back"]).click()
    expect(told).to_be_hidden()
    assert outside(board.state(), rest) == 0
    assert board.page.evaluate(FOCUS).startswith("Spring board")


def test_one_point_outside_is_told_as_one_and_a_chosen_view_stays(new_board: NewBoard):
    board = new_board("preset=dissimilar-pair", reduced_motion="reduce")
    end = board.end()
    rest = descent(ss.presets.load("dissimilar-pair")).positions[-1]
    x, y = board.state().screen(rest[0])
    for _ in range(8):  # zooms on one of the two
        board.page.mouse.move(x, y)
        board.page.mouse.wheel(0, -120)
        board.frames()
    near = board.until("b.scale > 4 * arg", end.scale)
    assert outside(near, rest) == 1
    expect(board.page.locator(".outside")).to_contain_text(WORDS["outside_one"])
    board.slide("Margin", 2)
    after = board.until("b.margin === 2")
    board.end()
    assert (after.x, after.y, after.scale) == (near.x, near.y, near.scale)


def test_the_curves_tell_of_springs_beyond_their_axes_and_the_loss_of_its_axis(new_board: NewBoard):
    board = new_board("preset=fig2")
    board.end()
    axis = board.page.locator(".axis")
    expect(axis).to_have_text("30")  # from 3 down to 0
    board.slide("Margin", 0.1)
    board.until("b.margin === 0.1 && b.step === 0")
    expect(axis).to_have_text("0.0050")  # of a dissimilar pair in one place: there is no loss
    board.end()
    pairs = ss.pair_distances(descent(ss.presets.load("fig2")).final)  # no spring acts, so all stay where they were
    far = pairs.distance[pairs.distance > 0.4]
    words = board.page.locator("canvas.curves").evaluate("canvas => canvas.words")
    assert WORDS["beyond"].format(n=len(far), d=f"{far.max():.3g}") in words


def test_keys_work_on_a_slider_but_for_those_that_move_it(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    before = board.end()
    slider = board.page.get_by_role("slider", name="Margin")
    slider.focus()
    board.page.keyboard.press("Home")
    board.until("b.margin === 0.1")
    board.page.keyboard.press("ArrowRight")
    board.until("b.margin > 0.1 && b.margin < 0.2")
    board.page.keyboard.press("m")
    board.until("b.margin > 0.14")
    board.end()
    slider.focus()
    board.page.keyboard.press("Space")
    board.until("b.step < 40")
    board.page.keyboard.press("s")
    expect(board.button(WORDS["tool_similar"])).to_have_attribute("aria-pressed", "true")
    seed = board.page.get_by_role("spinbutton")
    seed.focus()
    board.page.keyboard.press("x")
    expect(board.button(WORDS["tool_similar"])).to_have_attribute("aria-pressed", "true")
    assert board.state().n == before.n


def test_other_pixels_and_another_theme_reach_all_that_is_painted(new_board: NewBoard):
    board = new_board("preset=two-classes", color_scheme="light", viewport={"width": 1280, "height": 520})
    board.end()
    page = board.page
    chip = page.locator(".class-chip canvas").first
    edge = "c => { const { data } = c.getContext('2d').getImageData(c.width / 2, c.width * 0.2, 1, 1); return [...data]; }"
    canvases = page.locator(".board canvas:visible")
    size = "all => all.map((c) => c.width)"
    before, ink, look = canvases.evaluate_all(size), chip.evaluate(edge), board.picture()
    session = page.context.new_cdp_session(page)
    metrics = {"width": 1280, "height": 530, "deviceScaleFactor": 2, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", metrics)  # the board is higher than that, so nothing on it is resized
    page.wait_for_function("devicePixelRatio === 2")
    expect(board.stage.locator("canvas")).to_have_attribute("width", str(2 * look.shape[1]))
    assert canvases.evaluate_all(size) == [2 * width for width in before]
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".board")).to_have_attribute("data-tone", "dark")
    board.frames()
    assert sum(chip.evaluate(edge)[:3]) > sum(ink[:3]) + 300
    assert (board.picture()[0, 0] == 0).all()

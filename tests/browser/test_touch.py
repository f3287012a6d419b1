"""A phone: one column, taps, drags and pinches."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import CDPSession, expect

import springsim as ss
from tests.browser.board import Board, descent, link
from tests.browser.conftest import NewBoard

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
TOO_WIDE = """
() => {
  const wide = [];
  const walk = (root) => {
    for (const e of root.querySelectorAll("*")) {
      const box = e.getBoundingClientRect();
      if (box.width && box.height && (box.left < -0.5 || box.right > innerWidth + 0.5) && !e.closest(".sr"))
        wide.push(`${e.tagName} ${e.className} ${Math.round(box.left)} ${Math.round(box.right)}`);
      if (e.shadowRoot) walk(e.shadowRoot);
    }
  };
  walk(document.querySelector("[data-testid=stMain]"));
  return wide;
}
"""


class Fingers:
    """Fingers on the screen."""

    def __init__(self, board: Board) -> None:
        self.session: CDPSession = board.page.context.new_cdp_session(board.page)

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


@pytest.fixture
def phone(new_board: NewBoard) -> Board:
    board = new_board(link(ss.Scene.from_labels([(-0.3, 0.0), (0.3, 0.2)], [0, 1])), **PHONE)
    board.end()
    board.stage.scroll_into_view_if_needed()
    return board


def test_a_phone_has_one_column_and_nothing_is_wider_than_the_screen(phone: Board):
    page = phone.page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(TOO_WIDE) == []
    stage, controls = phone.stage.bounding_box(), page.get_by_role("region", name="Controls").bounding_box()
    assert stage is not None
    assert controls is not None
    assert controls["y"] > stage["y"] + stage["height"] - 1
    assert stage["width"] > 350


def test_a_tap_adds_a_point(phone: Board):
    phone.page.touchscreen.tap(*phone.state().screen((0.2, -0.6)))
    state = phone.until("b.n === 3")
    np.testing.assert_allclose(state.entry.positions[2], (0.2, -0.6), atol=2 / state.scale)


def test_a_finger_drags_a_point_and_the_page_stays(phone: Board):
    before = phone.state()
    rest = descent(before.entry).final.positions[0]
    fingers = Fingers(phone)
    start, end = before.screen(rest), before.screen((0.5, 0.7))
    fingers.touch("touchStart", start)
    for share in np.linspace(0.1, 1, 10):
        fingers.touch("touchMove", (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    fingers.touch("touchEnd")
    after = phone.until("b.query !== arg", before.query)
    np.testing.assert_allclose(after.entry.positions[0], (0.5, 0.7), atol=0.05)
    assert (after.left, after.top) == (before.left, before.top)


def test_two_fingers_zoom_and_add_nothing(phone: Board):
    before = phone.state()
    x, y = before.screen((0.1, -0.5))
    fingers = Fingers(phone)
    fingers.touch("touchStart", (x - 30, y), (x + 30, y))
    for k in range(1, 7):
        fingers.touch("touchMove", (x - 30 - 5 * k, y), (x + 30 + 5 * k, y))
    fingers.touch("touchEnd")
    after = phone.until("b.scale > 1.5 * arg", before.scale)
    assert after.scale / before.scale == pytest.approx(2, rel=0.1)
    assert after.screen((0.1, -0.5)) == pytest.approx((x, y), abs=3)
    assert (after.n, after.query, phone.page.evaluate("visualViewport.scale")) == (2, before.query, 1)


def test_the_controls_work_by_touch(phone: Board):
    phone.button("Class B").tap()
    expect(phone.button("Class B")).to_have_attribute("aria-pressed", "true")
    phone.button("Play").tap()
    phone.button("Remove all points").tap()
    phone.until("b.n === 0")
    phone.button("Undo").tap()
    phone.until("b.n === 2")


def test_a_finger_beside_the_points_scrolls_the_page_and_leaves_the_board_as_it_is(phone: Board):
    before = phone.state()
    x, y = before.screen((0.3, -0.6))
    fingers = Fingers(phone)
    fingers.touch("touchStart", (x, y))
    for k in range(1, 13):
        fingers.touch("touchMove", (x, y - 15 * k))
    fingers.touch("touchEnd")
    phone.page.wait_for_function("document.querySelector('.stMain').scrollTop > 60")
    after = phone.state()
    assert (after.n, after.query) == (before.n, before.query)
    assert (after.x, after.y, after.scale) == (before.x, before.y, before.scale)


def test_where_the_page_does_not_scroll_a_finger_moves_the_picture(new_board: NewBoard):
    board = new_board("preset=gate", has_touch=True)
    before = board.end()
    x, y = before.screen((-0.9, -0.4))
    fingers = Fingers(board)
    fingers.touch("touchStart", (x, y))
    for k in range(1, 9):
        fingers.touch("touchMove", (x + 10 * k, y - 5 * k))
    fingers.touch("touchEnd")
    after = board.until("b.x !== arg", before.x)
    assert (after.n, after.query) == (before.n, before.query)
    assert after.screen((-0.9, -0.4)) == pytest.approx((x + 80, y - 40), abs=12)

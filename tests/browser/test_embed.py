"""The board in a frame of another page."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.board import WATCH, WORDS
from tests.browser.conftest import PATIENCE, NewBoard

#: What has a scrollbar, or is cut, in the page of a frame.
SCROLLS = """
() => {
  const found = [];
  const walk = (root) => {
    for (const e of root.querySelectorAll("*")) {
      const { overflowX, overflowY } = getComputedStyle(e);
      const more = e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1;
      if (more && /auto|scroll/.test(overflowX + overflowY) && e.checkVisibility()) found.push(e.className);
      if (e.shadowRoot) walk(e.shadowRoot);
    }
  };
  walk(document);
  const { scrollHeight, scrollWidth } = document.documentElement;
  if (scrollHeight > innerHeight || scrollWidth > innerWidth) found.push(`the page: ${scrollWidth} × ${scrollHeight}`);
  return found;
}
"""


class Pages(ThreadingHTTPServer):
    """Serves one page, of another origin than the app's."""

    page = ""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Pages)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def pages() -> Iterator[Pages]:
    server = Pages(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_code_of_a_frame_shows_the_board_alone_in_another_page(new_board: NewBoard, pages: Pages):
    board = new_board("preset=fig2")
    board.button("Copy a link").click()
    code = board.page.get_by_role("textbox", name=WORDS["frame"])
    board.toast.get_by_role("button", name=WORDS["frame_short"]).click()
    written = code.input_value()
    (address,) = re.findall(r'src="([^"<>]*)"', written)
    assert html.unescape(address).startswith(f"{board.address}/?embed=1&preset=fig2&")
    assert re.search("&(?!amp;)", address) is None
    assert 'title="springsim: Figure 2' in written

    def framed(more: str, width: int, height: int):
        pages.page = f"<!doctype html><body>{re.sub('width=.* height=.[0-9]*.', f'width={width} height={height}', written)}"
        pages.page = pages.page.replace("embed=1", f"embed=1{more}")
        page = board.page.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCH)
        page.goto(f"http://127.0.0.1:{pages.server_address[1]}/")
        frame = page.frames[1]
        frame.wait_for_function("window.springBoard && springBoard()?.n === 12")
        return page, frame

    page, frame = framed("", 600, 400)
    assert frame.evaluate(SCROLLS) == []
    for there in (".stage", ".topbar", ".transport", ".selection"):
        expect(frame.locator(there)).to_be_visible()
    expect(frame.locator("nav, .stAppHeader:visible")).to_have_count(0)
    box = frame.locator(".transport").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= page.locator("iframe").bounding_box()["y"] + 402
    frame.locator("[data-language], .language").last.click()
    expect(frame.locator(".board[lang=zh]")).to_be_visible()
    assert "embed=1" in frame.evaluate("location.search"), "a reload would be another page"
    page.close()
    page, frame = framed("&amp;hide=bar,tools,curves,nonsense", 1100, 700)
    for hidden in (".topbar", ".tools", ".curves-frame"):
        expect(frame.locator(hidden).first).to_be_hidden()
    for there in (".stage", ".readouts", ".controls", ".timeline"):
        expect(frame.locator(there)).to_be_visible()
    expect(frame.get_by_role("alert")).to_contain_text("hide: 'nonsense' is not allowed; expected some of bar, tools,")
    page.close()

"""Files of points: chosen or dropped, looked at in a preview, opened, and taken back."""

from __future__ import annotations

import base64
import io

import numpy as np
from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import WORDS, Board
from tests.browser.conftest import NewBoard
from tests.browser.test_axe import AXE, wrong_on

#: As Excel writes it where decimals have commas; the names would be markup, if they ever came to the page as such.
EXCEL = "\ufeffx;y;weight;species\r\n0,5;1;3;<b>setosa\r\n0,25;1,5;4;<b>setosa\r\n2;3;5;virginica\r\n;1;5;virginica\r\n"
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const brought = new DataTransfer();
  brought.items.add(new File([bytes], name));
  for (const type of ["dragover", "drop"]) {
    const event = new DragEvent(type, { dataTransfer: brought, bubbles: true, cancelable: true, composed: true });
    boardStage().dispatchEvent(event);
    if (!event.defaultPrevented) throw new Error("the browser would leave the page for the file");
  }
}"""
FITS = """(dialog) => {
  const { top, bottom, left, right } = dialog.getBoundingClientRect();
  const inside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
  return inside && dialog.scrollWidth <= dialog.clientWidth && document.documentElement.scrollWidth <= innerWidth;
}"""


def choose(board: Board, name: str, data: bytes) -> None:
    with board.page.expect_file_chooser() as chooser:
        board.button(WORDS["open"]).click()
    chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})


def drop(board: Board, name: str, data: bytes) -> None:
    board.page.evaluate(DROP, [name, base64.b64encode(data).decode()])


def test_a_table_is_looked_at_changed_opened_and_taken_back(new_board: NewBoard):
    board = new_board("preset=tug-of-war", reduced_motion="reduce")
    page = board.page
    before = board.end()
    dialog = page.get_by_role("dialog", name="Open my <i>flowers.csv")
    choose(board, "my <i>flowers.csv", EXCEL.encode())
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name=WORDS["open_short"])).to_be_focused()
    expect(dialog).to_contain_text("3 points")
    expect(dialog).to_contain_text("line 5: x is missing")
    expect(dialog).to_contain_text("<b>setosa: 2")
    expect(dialog.get_by_role("img", name="3 points")).to_be_visible()
    assert dialog.locator("b, i").count() == 0
    assert board.state().n == before.n, "nothing is replaced yet"

    page.add_script_tag(path=AXE)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert wrong_on(page) == []
    for width, height in ((320, 568), (390, 844), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        board.frames()
        assert dialog.evaluate(FITS), (width, height)
        for name in ("preview_cancel", "open_short"):
            expect(dialog.get_by_role("button", name=WORDS[name])).to_be_in_viewport()

    dialog.get_by_role("combobox", name="x", exact=True).select_option("weight")
    expect(dialog).to_contain_text("4 points")  # x is not missed any more
    dialog.get_by_role("button", name=WORDS["open_short"]).click()
    after = board.until("b.n === 4")
    expect(dialog).to_be_hidden()
    truth = [(3, 1), (4, 1.5), (5, 3), (5, 1)]
    names = ["<b>setosa", "<b>setosa", "virginica", "virginica"]
    assert after.entry == ss.Scene.from_labels(truth, names, margin=before.margin)
    board.button("Undo").click()
    assert board.until("b.n === arg", before.n).entry == before.entry

    rng = np.random.default_rng(0)
    archive = io.BytesIO()
    np.savez(archive, embeddings=rng.normal(size=(30, 6)), labels=np.arange(30) % 3)
    drop(board, "run.npz", archive.getvalue())
    dialog = page.get_by_role("dialog", name="Open run.npz")
    expect(dialog).to_contain_text(WORDS["preview_not_true"])
    expect(dialog.get_by_role("button", name=WORDS["preview_projection"])).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert board.state().entry == before.entry

    drop(board, "large.csv", b"x" * 5_000_001)
    expect(board.toast).to_contain_text("5,000,001 bytes is not allowed; expected at most 5,000,000")
    drop(board, "paper.pdf", b"%PDF-1.7 ...")
    expect(board.toast).to_contain_text("a picture (PDF)")

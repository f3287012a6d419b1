"""The page that diagnoses the scene on the board."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from springsim import texts
from tests.browser.conftest import NewBoard
from tests.browser.test_sizes import FINGER, SIZES, in_every_window

WORDS = texts.of("en", "pages")


def test_the_moment_seen_is_diagnosed_with_files_in_every_window_and_the_board_is_as_it_was(
    new_board: NewBoard, tmp_path: Path
):
    board = new_board("preset=five-classes", **FINGER)
    board.press("Home", "Space", ".", ".", ".")
    board.frames()
    left = board.until("b.phase === 'paused' && b.step > 0")
    page = board.page
    page.get_by_role("link", name=WORDS["page_diagnose"]).click()
    expect(page.get_by_text(f"at step {left.step}, m = 1.00")).to_be_visible()
    expect(page.locator(".st-key-diagnose_table_classes tbody tr")).to_have_count(5)
    expect(page.get_by_role("img", name="Loss curves with the pairs on them")).to_be_visible()
    assert in_every_window(page, finger=True, scrolled=SIZES[:1] + SIZES[3:4]) == {}
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename == f"springsim-five-classes-m1.00-step{left.step}-diagnosis.csv"
    saved.value.save_as(tmp_path / "a.csv")
    with open(tmp_path / "a.csv", encoding="utf-8", newline="") as file:
        loss = sum(float(row["value"]) for row in csv.DictReader(file) if row["quantity"] == "loss")
    assert loss == pytest.approx(left.loss, rel=1e-5)
    page.get_by_role("button", name=WORDS["margins_draw"]).click()
    expect(board.stage).to_be_visible()
    assert board.until("true").step == left.step

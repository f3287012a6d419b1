"""Exports from the playground: what is saved, and that the board goes on meanwhile."""

from __future__ import annotations

import ast
import io
import re
import signal
import statistics
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageSequence
from playwright.sync_api import Locator, expect

import springsim as ss
from springsim import figures, palette, texts
from tests.browser.board import WORDS, Board, link
from tests.browser.conftest import NewBoard
from tests.browser.server import Server
from tests.browser.test_nothing_is_lost import forgive_disconnection

MOVES = 25  # of a drag that is measured
MINUTE = 60_000
LONG = "preset=five-classes&step=0.05"  # whose GIF takes seconds
FEW = "preset=tug-of-war&step=0.05"  # as many frames, each sooner drawn


def dialog(board: Board) -> Locator:
    """Open the dialog of exports, unless it is open."""
    found = board.page.get_by_role("dialog", name=WORDS["export_heading"])
    if not found.is_visible():
        board.button(WORDS["export"]).click()
        expect(found).to_be_visible()
    return found


def exported(board: Board, what: str) -> tuple[str, bytes]:
    """Export; return the name of the file and what is in it."""
    inside = dialog(board)
    with board.page.expect_download(timeout=MINUTE) as download:
        inside.get_by_role("button", name=WORDS[f"export_{what}"], exact=True).click()
    name = download.value.suggested_filename
    return name, Path(download.value.path()).read_bytes()


def start(board: Board, what: str, seconds: str | None = None) -> None:
    """Start an export and go back to the board."""
    inside = dialog(board)
    if seconds is not None:
        unfold(inside)
        inside.get_by_label(WORDS["export_seconds"]).fill(seconds)
    inside.get_by_role("button", name=WORDS[f"export_{what}"], exact=True).click()
    inside.get_by_role("button", name=WORDS["close"]).click()
    expect(inside).to_be_hidden()
    expect(job(board)).to_be_visible()


def unfold(inside: Locator) -> None:
    """Show what can be asked of an animation."""
    options = inside.locator("details:has([data-option=seconds])")
    if options.get_attribute("open") is None:
        options.locator("summary").click()


def job(board: Board) -> Locator:
    return board.page.locator(".job")


@pytest.fixture
def resting(new_board: NewBoard) -> Board:
    """A board whose frame shown is the fourth."""
    board = new_board("preset=tug-of-war&margin=1.25")
    board.press("Home", "Space", ".", ".", ".")
    board.frames()
    board.until("b.phase === 'paused' && b.step > 0")
    return board


def test_a_picture_is_what_is_seen(resting: Board):
    resting.press("Escape", "]", "]")
    resting.button("trails").click()
    seen = resting.state()
    name, svg = exported(resting, "svg")
    assert name == f"springsim-tug-of-war-m1.25-step{seen.step}.svg"
    scene = seen.entry
    run = ss.simulate(scene, steps=seen.step, step_size=0.2 * ss.stable_step(scene))
    assert ss.loss(run.final) == pytest.approx(seen.loss, rel=1e-12)
    half = seen.width / 2 / seen.scale, seen.height / 2 / seen.scale
    view = (seen.x - half[0], seen.x + half[0], seen.y - half[1], seen.y + half[1])
    size = seen.width / 96, seen.height / 96
    drawn = figures.diagram(run.final, centre=1, trajectory=run, view=view, size=size, style="lecture", board=1.0)
    assert shape(svg) == shape(figures.picture(drawn, "svg"))
    tree = ElementTree.fromstring(svg)
    assert tree.tag.endswith("svg")
    wide, high = (float(tree.attrib[name].removesuffix("pt")) * 96 / 72 for name in ("width", "height"))
    assert (wide, high) == pytest.approx((seen.width, seen.height), abs=0.1)  # in a browser it is as large as the board
    assert b"<text" not in svg
    inside = dialog(resting)
    inside.get_by_label(WORDS["export_transparent"]).check()
    inside.get_by_label(WORDS["export_text"]).select_option(label=WORDS["export_text_font"])
    clear = exported(resting, "svg")[1]
    assert b"<text" in clear
    assert b"grid" not in clear
    unfold(inside)
    inside.get_by_label(WORDS["export_seconds"]).fill("99")
    inside.get_by_role("button", name="GIF").click()
    expect(inside.get_by_text("a number from 0.2 to 60")).to_be_visible()
    expect(inside.get_by_label(WORDS["export_seconds"])).to_be_focused()


def crowd(n: int) -> ss.Scene:
    random = np.random.default_rng(1)
    return ss.Scene.from_labels(1.2 * random.normal(size=(n, 2)), random.integers(0, 5, n))


def held(board: Board) -> None:
    """Select and pin a point, and go a little way with trails."""
    board.button("trails").click()
    board.press("]", "]", "]", "p")
    board.until("b.ack > 0")
    board.press("Home", *60 * ".")


def every(board: Board) -> None:
    board.button(WORDS["show_every"]).click()


def nothing(board: Board) -> None:
    """Leave all as it is."""


@pytest.mark.parametrize(
    ("scene", "prepared", "scheme", "size", "alike"),
    [
        (ss.presets.load("five-classes"), held, "dark", (1280, 720), 0.84),
        (crowd(1000), nothing, "light", (390, 844), 0.9),
        (crowd(90), every, "light", (1280, 720), 0.9),
    ],
    ids=["held, with trails, dark", "1000 points on a phone", "every spring"],
)
def test_a_picture_looks_as_the_board_does(new_board: NewBoard, scene, prepared, scheme, size, alike):
    board = new_board(link(scene), viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    board.press("Home", "Space")
    prepared(board)
    board.frames()
    png = Image.open(io.BytesIO(exported(board, "png")[1]))
    board.page.keyboard.press("Escape")
    board.frames()
    ground = palette.GROUND[scheme]
    pixels = Image.fromarray(board.picture(), "RGBA")
    here = Image.new("RGBA", pixels.size, ground)
    here.alpha_composite(pixels)
    a, b = (np.asarray(image.convert("RGB").resize(pixels.size), dtype=float) for image in (here, png))
    assert np.abs(background(a) - background(b)).max() <= 2
    told = round(0.8 * len(a))  # below it is said what is drawn, which the page says beside the board
    assert np.abs(np.subtract(inked(a[:told]), inked(b[:told]))).max() <= 3
    assert alike_by_blocks(a[:told], b[:told]) >= alike


def background(image: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.median(image[:20, :20].reshape(-1, 3), axis=0)


def inked(image: npt.NDArray[np.float64]) -> tuple[int, int, int, int]:
    """Return left, right, top and bottom of what differs clearly from the background."""
    rows, columns = np.nonzero(np.abs(image - background(image)).max(axis=2) > 40)
    return columns.min(), columns.max(), rows.min(), rows.max()


def alike_by_blocks(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64], side: int = 8) -> float:
    """Return how alike two pictures are in structure (SSIM), over the blocks in which there is something."""

    def blocks(image: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        grey = image.mean(axis=2)
        high, wide = (length // side for length in grey.shape)
        cut = grey[: high * side, : wide * side].reshape(high, side, wide, side)
        flat: npt.NDArray[np.float64] = cut.transpose(0, 2, 1, 3).reshape(-1, side * side)
        return flat

    x, y = blocks(a), blocks(b)
    full = np.maximum(x.std(axis=1), y.std(axis=1)) > 4.0
    x, y = x[full], y[full]
    mean, other = x.mean(axis=1), y.mean(axis=1)
    together = ((x - mean[:, None]) * (y - other[:, None])).mean(axis=1)
    light, structure = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    ssim = (2 * mean * other + light) / (mean**2 + other**2 + light)
    ssim *= (2 * together + structure) / (x.var(axis=1) + y.var(axis=1) + structure)
    return float(ssim.mean())


def shape(svg: bytes) -> list[str]:
    """Return what is drawn in an SVG, and about where; the view is rounded otherwise than here."""
    return re.findall(r'<g id="(?:springs|points|circle|trails|forces|bars)[^"]*">', svg.decode())


def test_pictures_are_light_and_dark_as_the_page_is(new_board: NewBoard):
    for scheme, dark in (("light", False), ("dark", True)):
        board = new_board("preset=fig2", color_scheme=scheme)
        name, png = exported(board, "png")
        image = Image.open(io.BytesIO(png))
        state = board.state()
        assert abs(image.width - 2 * state.width) < 4
        assert abs(image.height - 2 * state.height) < 4
        assert (np.array(image.convert("L"))[3, 3] < 60) == dark
        assert re.fullmatch(r"springsim-fig2-m1\.00-step\d+\.png", name)
    assert exported(board, "pdf")[1].startswith(b"%PDF")


def test_an_animation_shows_all_of_the_motion(resting: Board):
    name, gif = exported(resting, "gif")
    assert name == "springsim-tug-of-war-m1.25.gif"
    image = Image.open(io.BytesIO(gif))
    frames = len(list(ImageSequence.Iterator(image)))
    run = ss.simulate(
        ss.presets.load("tug-of-war").replace(margin=1.25), steps=20_000, step_size=0.2 * ss.stable_step(resting.state().entry)
    )
    assert frames == min(len(run), 120)
    assert image.size == (960, 720)
    assert image.info.get("loop") == 0
    name, mp4 = exported(resting, "mp4")
    assert name == "springsim-tug-of-war-m1.25.mp4"
    assert mp4[4:8] == b"ftyp"
    name, page = exported(resting, "html")
    assert name == "springsim-tug-of-war-m1.25.html"
    assert page.startswith(b"<!DOCTYPE html>")


def test_data_are_the_scene_at_this_moment_and_the_whole_run(resting: Board):
    seen = resting.state()
    name, text = exported(resting, "json")
    assert name == f"springsim-tug-of-war-m1.25-step{seen.step}.json"
    assert ss.loss(ss.Scene.from_json(text.decode())) == pytest.approx(seen.loss, rel=1e-12)
    name, tables = exported(resting, "csv")
    assert name == "springsim-tug-of-war-m1.25.csv.zip"
    with zipfile.ZipFile(io.BytesIO(tables)) as archive:
        rows = archive.read("frames.csv").decode().splitlines()
        points = archive.read("points.csv").decode().splitlines()
    assert rows[0].startswith("frame,step,loss")
    assert len(points) - 1 == 3 * (len(rows) - 1)
    name, arrays = exported(resting, "npz")
    assert name == "springsim-tug-of-war-m1.25.npz"
    with np.load(io.BytesIO(arrays)) as run:
        assert run["positions"].shape == (len(rows) - 1, 3, 2)
        assert float(run["margin"]) == 1.25
        assert str(run["status"]) == "equilibrium"


def test_the_script_is_copied_and_saved(new_board: NewBoard):
    board = new_board("preset=gate", permissions=["clipboard-read", "clipboard-write"])
    name, script = exported(board, "py")
    assert re.fullmatch(r"springsim-gate-m1\.00-step\d+\.py", name)
    ast.parse(script.decode())
    dialog(board).get_by_role("button", name=WORDS["export_copy"]).click()
    expect(dialog(board).get_by_text(WORDS["export_copied"])).to_be_visible()
    assert board.page.evaluate("navigator.clipboard.readText()") == script.decode()


def test_what_is_seen_stands_still_while_the_dialog_is_open_and_goes_on_afterwards(new_board: NewBoard):
    board = new_board("preset=ring&step=0.05")
    board.until("b.phase === 'playing' && b.step > 2 && b.ack > 0")  # the frames of a longer look ahead may be others
    inside = dialog(board)
    still = board.until("b.phase === 'paused'")
    board.frames()
    assert board.state().step == still.step
    board.page.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    board.until("b.phase === 'playing'")


def test_the_dialog_is_reached_and_left_by_keys_and_gives_the_focus_back(new_board: NewBoard):
    board = new_board("preset=gate")
    board.end()
    opener = board.button(WORDS["export"])
    opener.focus()
    board.page.keyboard.press("Enter")
    inside = board.page.get_by_role("dialog", name=WORDS["export_heading"])
    expect(inside).to_be_visible()
    expect(inside.get_by_role("button", name="PNG")).to_be_focused()
    for drawn in ("springs", "every", "forces", "margin", "trails"):
        tick = inside.locator(f'[data-drawn="{drawn}"]')
        assert tick.is_checked() == (drawn not in ("every", "trails"))
    expect(inside.get_by_label(WORDS["export_title"])).to_have_value("")
    for group in ("picture", "film", "data", "script"):
        expect(inside.get_by_role("group", name=WORDS[f"export_{group}"], exact=True)).to_be_visible()
    board.page.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    expect(opener).to_be_focused()
    board.press("e")
    expect(inside).to_be_visible()
    board.page.keyboard.press("Escape")
    expect(board.stage).to_be_focused()


def active(board: Board) -> str:
    """Return what has the focus: the format of a button, or its words."""
    script = """() => {
      let at = document.activeElement;
      while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at.dataset.format || at.innerText.trim() || at.tagName;
    }"""
    return str(board.page.evaluate(script))


def test_the_focus_stays_in_the_dialog_while_an_export_is_made_cancelled_and_tabbed_round(new_board: NewBoard):
    board = new_board(LONG)
    keyboard = board.page.keyboard
    board.press("e")
    inside = board.page.get_by_role("dialog", name=WORDS["export_heading"])
    inside.get_by_role("button", name="GIF").focus()
    keyboard.press("Enter")
    expect(job(board)).to_be_visible()
    assert active(board) == "gif"
    keyboard.press("Enter")  # which does nothing more
    job(board).get_by_role("button", name=WORDS["export_cancel"]).focus()
    keyboard.press("Enter")
    expect(job(board)).to_be_hidden()
    assert active(board) == "gif"
    inside.get_by_role("button", name=WORDS["close"]).focus()
    keyboard.press("Tab")
    assert active(board) == "png"
    keyboard.press("Shift+Tab")
    assert active(board) == WORDS["close"]


@pytest.mark.parametrize("size", [(844, 390)])
def test_on_a_low_screen_what_is_under_way_and_the_way_out_are_in_sight(new_board: NewBoard, size: tuple[int, int]):
    board = new_board(LONG, viewport={"width": size[0], "height": size[1]})
    board.until("b.n > 20")
    inside = dialog(board)
    inside.get_by_role("button", name="GIF").click()
    for button in (
        job(board).get_by_role("button", name=WORDS["export_cancel"]),
        inside.get_by_role("button", name=WORDS["close"]),
    ):
        expect(button).to_be_in_viewport(ratio=1)
    last = inside.get_by_role("button", name=WORDS["export_py"])
    last.scroll_into_view_if_needed()
    last.click(trial=True)  # nothing lies over it


def test_an_empty_board_says_that_there_is_nothing_to_draw(board: Board):
    inside = dialog(board)
    expect(inside.get_by_text(WORDS["export_empty"])).to_be_visible()
    for name in ("PNG", "SVG", "PDF", "GIF", "MP4", "HTML"):
        expect(inside.get_by_role("button", name=name, exact=True)).to_be_disabled()
    inside.get_by_role("button", name="PNG").dispatch_event("click")
    expect(job(board)).to_be_hidden()
    assert exported(board, "json")[0].endswith(".json")


def test_an_export_goes_on_on_another_page_which_says_so_and_leads_back_to_its_file(new_board: NewBoard):
    board = new_board(FEW)
    board.until("b.n > 0")
    start(board, "gif", "2")
    words = texts.of("en", "pages")
    board.page.get_by_role("link", name=words["page_paper"]).click()
    line = board.page.locator(".st-key-figures_export")
    expect(line).to_contain_text("GIF: ", timeout=MINUTE)
    expect(line).to_contain_text("springsim-tug-of-war-m1.00.gif", timeout=2 * MINUTE)
    with board.page.expect_download(timeout=MINUTE) as download:
        line.get_by_role("button").click()
    assert download.value.suggested_filename == "springsim-tug-of-war-m1.00.gif"


def test_progress_is_shown_and_an_export_can_be_cancelled(new_board: NewBoard):
    board = new_board(LONG)
    start(board, "gif")
    expect(job(board)).to_contain_text(re.compile(r"GIF: \d+ of 120"), timeout=MINUTE)
    expect(job(board).get_by_role("progressbar", name=WORDS["export_progress"])).to_have_attribute("max", "120")
    job(board).get_by_role("button", name=WORDS["export_cancel"]).click()
    expect(job(board)).to_be_hidden()
    name, _ = exported(board, "svg")  # and the next one begins at once
    assert name.endswith(".svg")


def latencies(board: Board) -> Iterator[float]:
    """Drag a point about; give for each move the milliseconds until the answer to it is drawn."""
    scene = ss.presets.load("five-classes")
    board.press("Home", "Space")
    board.frames()
    board.grab(scene.positions[0])
    x, y = board.state().screen(scene.positions[0])
    board.page.mouse.move(x + 8, y)
    for k in range(MOVES):
        ack = board.page.evaluate("(window.asked = performance.now(), springBoard().ack)")
        board.page.mouse.move(x + 8 + 3 * (k % 9), y + 2 * (k % 7))
        took = board.page.wait_for_function(
            "ack => springBoard().ack > ack && [performance.now() - window.asked]", arg=ack
        ).json_value()
        yield took[0]
    board.page.mouse.up()


def test_the_board_answers_a_drag_while_an_export_runs(new_board: NewBoard):
    board = new_board(LONG)
    board.until("b.n > 20")
    alone = list(latencies(board))
    board.button("Undo").click()
    start(board, "gif")
    expect(job(board)).to_contain_text(re.compile(r"GIF: \d+ of"), timeout=MINUTE)
    beside = list(latencies(board))
    assert job(board).is_visible(), "the export ended before the drag"
    for name, values in (("alone", alone), ("beside an export", beside)):
        print(f"\ndrag {name}: median {statistics.median(values):.0f} ms, largest {max(values):.0f} ms")
    assert statistics.median(beside) < 500
    job(board).get_by_role("button", name=WORDS["export_cancel"]).click()


def test_two_visitors_who_export_at_once_get_each_their_own(new_board: NewBoard):
    boards = [new_board(f"preset={preset}", color_scheme="light") for preset in ("gate", "fig2e", "tug-of-war")]
    insides = [dialog(board) for board in boards]
    for board, inside in zip(boards, insides, strict=True):
        board.page.evaluate("window.saved = 0")
        inside.get_by_role("button", name="Arrays (NPZ)").click(no_wait_after=True)
    names = []
    for board, inside in zip(boards, insides, strict=True):
        expect(inside.get_by_text(re.compile("Saved: "))).to_be_visible(timeout=MINUTE)
        names.append(inside.get_by_text(re.compile("Saved: ")).inner_text())
        assert board.state().n > 0
    assert names == [f"Saved: springsim-{name}-m1.00.npz" for name in ("gate", "fig2e", "tug-of-war")]


def test_what_goes_wrong_is_said_in_the_dialog(new_board: NewBoard, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/nowhere/ffmpeg")
    server = Server().start()
    try:
        board = new_board("preset=gate", at=server.address)
        inside = dialog(board)
        inside.get_by_role("button", name="MP4").click()
        expect(inside.get_by_role("status")).to_contain_text("The export failed, and no file was made.", timeout=MINUTE)
        assert exported(board, "svg")[0].endswith(".svg")
        board.page.close()
    finally:
        server.close()


def test_an_export_that_a_restarted_server_has_lost_is_said_to_be(new_board: NewBoard):
    server = Server().start()
    try:
        board = new_board(LONG, at=server.address)
        board.until("b.n > 20")
        inside = dialog(board)
        inside.get_by_role("button", name="GIF").click()
        expect(job(board)).to_contain_text(re.compile(r"GIF: \d+ of"), timeout=MINUTE)
        server.stop(signal.SIGKILL)
        server.start()
        expect(inside.get_by_role("status")).to_contain_text(WORDS["export_lost"], timeout=MINUTE)
        assert exported(board, "json")[0].endswith(".json")
        forgive_disconnection(board)
        board.page.close()
    finally:
        server.close()


@pytest.mark.parametrize(("language", "size"), [("en", (1280, 720)), ("zh", (390, 844))])
def test_the_dialog_fits_the_screen(new_board: NewBoard, language: str, size: tuple[int, int]):
    board = new_board(f"preset=gate&lang={language}", viewport={"width": size[0], "height": size[1]})
    words = texts.of(language)
    board.button(words["export"]).click()
    inside = board.page.get_by_role("dialog", name=words["export_heading"])
    box = inside.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert box["y"] + box["height"] <= size[1]
    assert inside.evaluate("d => d.scrollHeight <= d.clientHeight && d.scrollWidth <= d.clientWidth")

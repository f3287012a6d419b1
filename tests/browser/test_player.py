"""The standalone player, opened from disk with the network off: it plays, and its numbers are those of the core."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Route, expect

import springsim as ss
from springsim import texts
from springsim.board import player
from tests.browser.board import WATCH, WORDS, Board, Point, State
from tests.browser.conftest import PATIENCE
from tests.browser.test_opening import OUTSIDE, SCROLLERS
from tests.browser.test_sizes import SIZES, resized
from tests.browser.test_touch import PHONE, Fingers

MARGINS = [0.25, 0.5, 1.5, 2.0]
TITLE = "Figure 2 </script><b>&amp; more"
CENTRE = (0.0, 0.0)


class Standalone(Board):
    """A page opened from disk."""

    def until(self, condition: str, arg: Any = None, timeout: float | None = None) -> State:
        """Wait as a board does, without a text made into a script: the page allows none."""
        found = self.page.evaluate(
            f"""async (arg) => {{
              const start = performance.now();
              for (;;) {{
                const b = window.springBoard && springBoard();
                if (b && b.settled && ({condition})) return b;
                if (performance.now() - start > {timeout or PATIENCE}) return null;
                await new Promise(requestAnimationFrame);
              }}
            }}""",
            arg,
        )
        assert found, f"waited for {condition} with {arg}; the board says {self.page.evaluate('window.springBoard?.()')}"
        return State(**found)

    @property
    def margin(self) -> Locator:
        return self.page.get_by_role("slider", name="Margin m")

    def scrub(self, frame: int) -> State:
        self.page.locator(".scrub").fill(str(frame))
        self.frames()
        return self.state()


NewPage = Callable[..., Standalone]
NewPlayer = Callable[..., Standalone]


@pytest.fixture(scope="module")
def runs() -> tuple[ss.Trajectory, ...]:
    return runs_of("fig2", MARGINS)


def runs_of(preset: str, margins: list[float]) -> tuple[ss.Trajectory, ...]:
    scene = ss.presets.load(preset)
    return player.runs(ss.simulate(scene, steps=20_000, step_size=0.2 * ss.stable_step(scene)), margins)


@pytest.fixture
def new_page(browser: Browser, tmp_path: Path) -> Iterator[NewPage]:
    """Open HTML from disk, for visitors each of their own; every request but that for the file itself fails the test."""
    made: list[tuple[BrowserContext, Standalone]] = []
    asked: list[str] = []

    def make(text: str, **options: Any) -> Standalone:
        file = tmp_path / f"player{len(made)}.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, "locale": "en-GB", **options})
        context.set_offline(True)

        def answer(route: Route) -> None:
            if route.request.url == file.as_uri():
                route.continue_()
            else:
                asked.append(route.request.url)
                route.abort()

        context.route("**/*", answer)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCH)
        made.append((context, Standalone(page, file.as_uri())))
        page.goto(file.as_uri())
        return made[-1][1]

    yield make
    wrong = [complaint for _, board in made for complaint in board.wrong]
    for context, _ in made:
        context.close()
    assert not wrong, f"the page complained: {wrong}"
    assert not asked, f"the page asked for {asked}"


@pytest.fixture
def new_player(new_page: NewPage) -> NewPlayer:
    """Make players of runs, and wait until they show something; `visitor` has options of the browser context."""

    def make(runs: Sequence[ss.Trajectory], visitor: Mapping[str, Any] = MappingProxyType({}), **options: Any) -> Standalone:
        board = new_page(player.page(runs, **options), **visitor)
        board.until("true")
        return board

    return make


def numbers(run: ss.Trajectory, step: int) -> tuple[float, float]:
    """Return loss and residual of the frame of a step."""
    (frame,) = np.flatnonzero(run.steps == step)
    return float(run.loss[frame]), float(run.residual[frame])


def by_margin(runs: tuple[ss.Trajectory, ...]) -> list[ss.Trajectory]:
    return sorted(runs, key=lambda run: run.scene.margin)


def pixel(board: Standalone, place: Point) -> list[int]:
    """Return the colour of the board at a place of the plane."""
    state = board.state()
    x, y = state.screen(place)
    r, g, b, _ = board.picture()[round(y - state.top), round(x - state.left)]
    return [int(r), int(g), int(b)]


def test_it_plays_to_the_end_and_its_numbers_are_those_of_the_run(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs)
    way = board.until("b.phase === 'playing' && b.step > 0")
    assert (way.loss, way.residual) == numbers(runs[0], way.step)
    end = board.rest()
    assert (end.phase, end.n, end.margin) == ("equilibrium", 12, 1.0)
    assert (end.loss, end.residual) == (runs[0].loss[-1], runs[0].residual[-1])
    assert end.step == runs[0].steps[-1]
    assert board.readout("residual")


def test_it_scrubs_pauses_steps_and_plays_again(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs)
    run = runs[0]
    for frame in (3, len(run) - 2, 0):
        state = board.scrub(frame)
        assert (state.phase, state.step) == ("paused", run.steps[frame])
        assert state.loss == run.loss[frame]
    board.button("One frame forward").click()
    assert board.until("b.step === arg", int(run.steps[1])).loss == run.loss[1]
    board.button("Play").click()
    board.until("b.phase === 'playing'")
    board.press("End")
    end = board.until("b.phase === 'equilibrium'")
    assert end.loss == run.loss[-1]
    board.button("Play").click()
    assert board.until("b.phase === 'playing'").loss > end.loss


def test_the_margin_slider_shows_each_run_and_stays_at_the_end(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs, selected=0)
    board.end()
    assert board.margin.input_value() == "2"
    for k in (4, 0, 1, 3):
        run = by_margin(runs)[k]
        board.slide("Margin m", k)
        state = board.until("b.margin === arg", run.scene.margin)
        assert (state.phase, state.step) == ("equilibrium", run.steps[-1])
        assert (state.loss, state.residual) == (run.loss[-1], run.residual[-1])
        value = f"m = {run.scene.margin:.2f}"
        assert value in board.words()
        assert board.margin.get_attribute("aria-valuetext") == value
        expect(board.page.locator("output")).to_have_text(f"{run.scene.margin:.2f}")


def test_the_margin_keeps_the_step_that_is_shown(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs)
    seen = board.scrub(6)
    for k in (0, 4, 2):
        run = by_margin(runs)[k]
        board.slide("Margin m", k)
        state = board.until("b.margin === arg", run.scene.margin)
        assert state.step == max(step for step in run.steps if step <= seen.step)
        assert state.loss == numbers(run, state.step)[0]
        assert state.phase == "paused"
    assert state.step == seen.step


def test_the_margin_goes_by_keys_and_by_the_handle_of_the_circle(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs, selected=0)
    board.end()
    board.press("m")
    board.until("b.margin === 1.5")
    board.press("Shift+M", "Shift+M")
    state = board.until("b.margin === 0.5")
    assert state.loss == runs[2].loss[-1]
    place = board.handle(CENTRE)
    x, y = state.screen(CENTRE)
    board.page.mouse.down()
    for share in (1.5, 2.0, 2.9):  # at the last the nearest is 1.5
        board.page.mouse.move(x + (place[0] - x) * share, y + (place[1] - y) * share)
    board.page.mouse.up()
    state = board.until("b.margin === 1.5")
    assert state.loss == runs[3].loss[-1]
    place = board.handle(CENTRE)
    x, y = board.state().screen(CENTRE)
    assert np.hypot(place[0] - x, place[1] - y) == pytest.approx(1.5 * board.state().scale)


def test_the_circle_stays_in_view_and_the_picture_keeps_its_size_where_it_can(new_player: NewPlayer):
    board = new_player(runs_of("fig2", [0.5, 1.5]), selected=0)
    board.end()
    first = board.state()
    board.slide("Margin m", 2)
    wide = board.until("b.margin === 1.5 && b.scale < arg", first.scale)
    assert wide.scale * 1.5 < wide.height / 2
    board.slide("Margin m", 0)
    assert board.until("b.margin === 0.5").scale == wide.scale


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_the_circle_is_in_view_all_the_way_not_only_at_the_end(new_player: NewPlayer, size: tuple[int, int]):
    recorded = runs_of("gate", [1.0, 2.0])
    board = new_player(recorded, {"viewport": {"width": size[0], "height": size[1]}}, selected=3)
    for run in recorded:
        board.margin.fill(str(by_margin(recorded).index(run)))
        state = board.until("b.margin === arg && 2 * arg * b.scale <= Math.min(b.width, b.height)", run.scene.margin)
        for x, y in run.positions[:, 3]:
            left, top = state.screen((x - run.scene.margin, y + run.scene.margin))
            right, bottom = state.screen((x + run.scene.margin, y - run.scene.margin))
            assert state.left <= left <= right <= state.left + state.width
            assert state.top <= top <= bottom <= state.top + state.height


def test_pointing_at_a_spring_lights_its_dot_and_at_a_dot_its_spring(new_player: NewPlayer):
    board = new_player(runs_of("similar-pair", []))
    state = board.scrub(0)
    x = ss.presets.load("similar-pair").positions
    plain = {what: board.picture(what) for what in ("board", "curves")}
    board.page.mouse.move(*state.screen(0.5 * (x[0] + x[1])))
    lit = {what: board.picture(what) for what in ("board", "curves")}
    assert all((lit[what] != plain[what]).any() for what in plain)
    board.page.mouse.move(5, 5)
    assert all((board.picture(what) == plain[what]).all() for what in plain)
    rows, columns = np.nonzero((lit["curves"] != plain["curves"]).any(axis=2))
    box = board.page.locator("canvas.curves").bounding_box()
    assert box is not None
    board.page.mouse.move(box["x"] + columns.mean(), box["y"] + rows.mean())
    assert all((board.picture(what) == lit[what]).all() for what in lit)


def test_a_selected_point_sees_solid_and_hollow_ones(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs)
    board.scrub(0)
    x = runs[0].scene.positions
    plain = [pixel(board, x[k]) for k in (1, 5)]
    board.click(x[0])
    expect(board.selection.get_by_text("Point 1")).to_be_visible()
    expect(board.selection).to_contain_text("pinned")  # springs by hand: a class says nothing of who is similar
    expect(board.page.locator(".note")).to_contain_text(WORDS["note_seen"].format(similar=4, dissimilar=7))
    dark, light = (sum(pixel(board, x[k])) for k in (1, 5))
    assert dark < 120
    assert light > 700
    board.click((0.3, 0.9))
    expect(board.selection).to_be_hidden()
    assert [pixel(board, x[k]) for k in (1, 5)] == plain


def test_it_pans_zooms_and_hides_what_is_not_wanted(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs)
    before = board.scrub(0)
    board.grab(runs[0].scene.positions[1])
    board.page.mouse.move(before.left + 300, before.top + 300, steps=4)
    board.page.mouse.up()
    panned = board.until("b.x !== arg", before.x)
    assert panned.scale == before.scale
    board.button("Zoom in").click()
    board.until("b.scale > arg", panned.scale)
    board.press("0")
    fitted = board.until("b.scale === arg", before.scale)
    assert (fitted.x, fitted.y) == (before.x, before.y)
    for name in ("springs", "forces"):
        seen = board.picture()
        board.page.get_by_role("button", name=name, exact=True).click()
        assert (board.picture() != seen).any()


def test_nothing_can_be_changed(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs, selected=3)
    before = board.scrub(2)
    for name in (
        "Undo",
        "Redo",
        "Reset",
        "Remove all",
        "Copy a link",
        "Open a scene",
        "Save",
        "Pin",
        "Delete",
        "Tie two",
        "Cut",
    ):
        expect(board.button(name)).to_have_count(0)
    x = runs[0].positions[2]
    board.press("a", "Enter", "Delete", "Backspace", "p", "s", "d", "x", "1", "PageDown", "Control+z", "ArrowLeft")
    board.click((0.3, 0.3))
    board.click(x[2])
    board.grab(x[2])
    board.pull((0.4, 0.4), 4)
    board.page.mouse.up()
    board.button("Fit").click()
    after = board.state()
    assert (after.n, after.loss, after.step, after.ack) == (before.n, before.loss, before.step, 0)
    board.press("?")
    dialog = board.page.get_by_role("dialog")
    expect(dialog).to_contain_text("play, pause")
    expect(dialog).to_contain_text("margin")
    for word in ("undo", "add", "pin", "class", "delete", "scene"):
        expect(dialog.locator(".keys")).not_to_contain_text(word)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_one_run_has_no_slider_no_handle_and_no_words_about_them(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs[:1], selected=0)
    board.end()
    expect(board.margin).to_have_count(0)
    with pytest.raises(AssertionError, match="no handle"):
        board.handle(CENTRE)
    board.press("m", "Shift+M", "?")
    assert board.state().margin == 1.0
    expect(board.page.get_by_role("dialog").get_by_text("M, Shift+M")).to_have_count(0)


def test_a_hostile_title_is_shown_as_it_is(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs[:1], title=TITLE)
    expect(board.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert board.page.title() == f"{TITLE} · springsim"
    assert board.page.locator("script").count() == 2


def test_a_saddle_is_said_and_its_unstable_mode_drawn(new_player: NewPlayer):
    saddle = new_player(runs_of("saddle", []))
    saddle.end()
    assert saddle.readout("state") == WORDS["phase_saddle_one"]
    with_mode = saddle.picture().copy()
    saddle.page.get_by_role("button", name="mode", exact=True).click()
    saddle.frames()
    assert (saddle.picture() != with_mode).any()
    expect(saddle.page.get_by_role("button", name="landscape")).to_have_count(0)  # only Python could compute it


def test_a_run_that_is_not_at_rest_is_said_without_what_only_the_app_can_do(new_player: NewPlayer):
    chain = ss.presets.load("chain")
    board = new_player([ss.simulate(chain, steps=30)])
    end = board.end()
    assert end.phase == "max_steps"
    assert board.readout("state") == WORDS["phase_max_steps_recorded"].format(step=30)
    board.button("Play").click()
    board.until("b.phase === 'playing'")


def test_a_recorded_run_is_played_in_its_epochs_and_claims_no_descent(new_player: NewPlayer):
    x = np.random.default_rng(0).normal(size=(700, 4, 2)).cumsum(axis=0) * 0.01
    names, steps = ["sparrow", "robin", "wren", "<b>crow"], np.arange(700) * 100
    run = ss.Trajectory.from_positions(x, [0, 0, 1, 1], names=names, steps=steps, frames=50)
    board = new_player(player.runs(run), selected=3)
    expect(board.margin).to_have_count(0)
    expect(board.page.get_by_role("button", name="mode", exact=True)).to_have_count(0)
    assert board.scrub(20).loss == pytest.approx(run.loss[20])
    expect(board.page.locator(".when")).to_have_text(f"epoch {run.steps[20]} of 69900")
    expect(board.page.locator(".selection strong")).to_have_text("<b>crow (point 4)")
    board.page.set_viewport_size({"width": 1024, "height": 700})
    when, speed = (board.page.locator(part).bounding_box() for part in (".when", ".speed"))
    assert when
    assert speed
    assert when["x"] + when["width"] <= speed["x"]
    assert not board.page.locator(".when").evaluate("(at) => at.scrollWidth > at.clientWidth")
    assert board.end().phase == "recorded"
    assert board.readout("state") == WORDS["phase_recorded"].format(moment="epoch 69900")
    for words in (WORDS["means_recorded"], WORDS["means_thinned"].format(given=700, frames=len(run))):
        expect(board.page.get_by_text(words)).to_be_attached()
    board.button("Play").click()
    board.until("b.phase === 'playing'")
    assert board.readout("state").startswith("recorded run · epoch ")


def test_with_reduced_motion_it_starts_paused(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs, visitor={"reduced_motion": "reduce"})
    assert (board.state().phase, board.state().step) == ("paused", 0)
    board.button("Play").click()
    board.until("b.phase === 'playing' && b.step > 0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_light_and_dark(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...], scheme: str):
    board = new_player(runs, visitor={"color_scheme": scheme})
    expect(board.page.locator(".board")).to_have_attribute("data-tone", scheme)
    other = "light" if scheme == "dark" else "dark"
    board.page.emulate_media(color_scheme=other)  # type: ignore[arg-type]
    expect(board.page.locator(".board")).to_have_attribute("data-tone", other)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("size", [(1280, 720), (960, 600)])
def test_on_a_slide_nothing_scrolls_and_everything_is_on_the_screen(
    new_player: NewPlayer, runs: tuple[ss.Trajectory, ...], language: str, size: tuple[int, int]
):
    board = new_player(
        runs, selected=0, language=language, title=TITLE, visitor={"viewport": {"width": size[0], "height": size[1]}}
    )
    board.scrub(1)
    assert board.page.evaluate(OUTSIDE, size) == []
    assert board.page.evaluate(SCROLLERS) == []
    assert board.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == list(size)
    assert board.page.locator("html").get_attribute("lang") == language


def test_on_a_phone_it_is_one_column_and_works_by_touch(new_player: NewPlayer, runs: tuple[ss.Trajectory, ...]):
    board = new_player(runs, title=TITLE, visitor=PHONE)
    page = board.page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert [line for line in page.evaluate(OUTSIDE, [390, 99_999]) if "SCRIPT" not in line] == []
    board.button("Restart").tap()
    board.end()
    box = board.margin.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844
    page.touchscreen.tap(box["x"] + 2, box["y"] + box["height"] / 2)
    state = board.until("b.margin === 0.25")
    assert state.loss == runs[1].loss[-1]
    page.touchscreen.tap(*state.screen(runs[1].positions[-1][0]))
    expect(board.selection.get_by_text("Point 1")).to_be_visible()


def test_in_the_frame_of_a_notebook_it_plays(new_page: NewPage, runs: tuple[ss.Trajectory, ...]):
    page = new_page(f"<!DOCTYPE html><title>notebook</title><body style='width: 960px'>{runs[0]._repr_html_()}").page
    frame = page.frame_locator("iframe")
    stage = frame.get_by_role("application")
    expect(stage).to_have_attribute("data-phase", "equilibrium")
    expect(stage).to_have_attribute("data-margin", "1")
    assert float(stage.get_attribute("data-loss") or "nan") == runs[0].loss[-1]
    frame.get_by_role("button", name="Help").click()
    expect(frame.get_by_role("dialog")).to_be_visible()
    frame.get_by_role("button", name="Close").click()
    expect(frame.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("finger", [False, True])
def test_in_every_window_the_button_that_plays_is_in_view_and_nothing_is_cut(
    new_player: NewPlayer, runs: tuple[ss.Trajectory, ...], finger: bool
):
    board = new_player(runs, selected=0, title="Figure 2", visitor={"has_touch": finger, "is_mobile": finger})
    for size in [*SIZES, (480, 340), (960, 600)]:
        resized(board.page, size)
        expect(board.page.locator(".button.primary")).to_be_in_viewport(ratio=1)
        assert board.page.evaluate("document.documentElement.scrollWidth") == size[0]
        stage = board.stage.bounding_box()
        assert stage is not None
        assert min(stage["width"], stage["height"]) > 120
        assert [line for line in board.page.evaluate(OUTSIDE, [size[0], 99_999]) if "SCRIPT" not in line] == []


def framed(new_page: NewPage, run: ss.Trajectory, **visitor: Any) -> Standalone:
    """Open a long page of text with a run in it, and wait until the run is at rest."""
    text, wide = "<p>text</p>" * 3, '<meta name="viewport" content="width=device-width">'
    page = new_page(f"<!DOCTYPE html>{wide}<title>talk</title>{text}{run._repr_html_()}{text * 9}", **visitor)
    expect(page.page.frame_locator("iframe").get_by_role("application")).to_have_attribute("data-phase", "equilibrium")
    return page


def test_the_wheel_scrolls_the_page_round_the_frame_until_the_board_is_clicked(
    new_page: NewPage, runs: tuple[ss.Trajectory, ...]
):
    page = framed(new_page, runs[0], reduced_motion="no-preference").page
    stage = page.frame_locator("iframe").get_by_role("application")
    view = stage.get_attribute("data-view") or ""
    box = stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 150)
    page.mouse.wheel(0, 90)
    page.wait_for_function("scrollY === 90")
    expect(stage).to_have_attribute("data-view", view)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -90)
    page.keyboard.up("Control")
    expect(stage).not_to_have_attribute("data-view", view)
    view = stage.get_attribute("data-view") or ""
    page.mouse.click(box["x"] + 100, box["y"] + 60)
    page.mouse.wheel(0, -60)
    expect(stage).not_to_have_attribute("data-view", view)
    assert page.evaluate("scrollY") == 90


def test_a_finger_in_the_frame_scrolls_the_page_round_it(new_page: NewPage, runs: tuple[ss.Trajectory, ...]):
    board = framed(new_page, runs[0], **{**PHONE, "viewport": {"width": 1000, "height": 720}})
    stage = board.page.frame_locator("iframe").get_by_role("application")
    view = stage.get_attribute("data-view") or ""
    box = stage.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] - 20, box["y"] + box["height"] - 20
    fingers = Fingers(board)
    fingers.touch("touchStart", (x, y))
    for k in range(1, 13):
        fingers.touch("touchMove", (x, y - 12 * k))
    fingers.touch("touchEnd")
    board.page.wait_for_function("scrollY > 60")
    expect(stage).to_have_attribute("data-view", view)

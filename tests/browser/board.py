"""The board as a test sees it: what it reports to the outside, and gestures of a mouse, a finger and keys."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import numpy.typing as npt
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

import springsim as ss
from springsim import texts

#: Put into the page: ``springBoard()`` reads what the board tells, all at one moment; a canvas keeps the words on it.
WATCH: Final = """
const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...place) {
  this.canvas.words = [];
  return clearRect.call(this, ...place);
};
CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
  this.canvas.words?.push(text);
  return fillText.call(this, text, ...place);
};
const boardStage = () => {
  const find = (root) => {
    const hit = root.querySelector('[role="application"]');
    if (hit) return hit;
    for (const e of root.querySelectorAll("*")) {
      const inside = e.shadowRoot && find(e.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  return find(document);
};
window.boardStage = boardStage;
window.pressEnd = () => {
  boardStage().dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true, composed: true }));
  return false;
};
let [last, still] = ["", 0]; // an answer changes the address at once, what is told a frame later, and the view from then on
const look = () => {
  const now = `${location.search} ${boardStage()?.dataset.view}`;
  still = now === last ? still + 1 : 0;
  last = now;
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
window.springBoard = () => {
  const stage = boardStage();
  if (!stage || stage.dataset.phase === undefined) return null;
  const box = stage.getBoundingClientRect();
  const [scale, x, y] = stage.dataset.view.split(" ").map(Number);
  const root = stage.getRootNode();
  return {
    n: Number(stage.dataset.n), margin: Number(stage.dataset.margin), loss: Number(stage.dataset.loss),
    residual: Number(stage.dataset.residual), phase: stage.dataset.phase, ack: Number(stage.dataset.ack),
    scale, x, y, left: box.left, top: box.top, width: box.width, height: box.height,
    step: Number(/\\d+/.exec(root.querySelector(".when").textContent)[0]),
    query: location.search.slice(1), settled: still >= 2 && last === `${location.search} ${stage.dataset.view}`,
  };
};
"""
AT_REST: Final = "['equilibrium', 'cycling', 'diverged', 'max_steps', 'recorded'].includes(b.phase)"
WORDS: Final = texts.of("en")
STEP: Final = 0.2  # of the stable step, as the app starts with

Point = tuple[float, float]


@dataclass(frozen=True)
class State:
    """What the board tells at one moment."""

    n: int
    margin: float
    loss: float
    residual: float
    phase: str
    ack: int
    scale: float
    x: float
    y: float
    left: float
    top: float
    width: float
    height: float
    step: int
    query: str
    settled: bool

    def screen(self, point: Sequence[float]) -> Point:
        """Return where a point of the plane is on the screen."""
        return (
            self.left + self.width / 2 + (point[0] - self.x) * self.scale,
            self.top + self.height / 2 - (point[1] - self.y) * self.scale,
        )

    @property
    def entry(self) -> ss.Scene:
        """The scene that the address of the page opens: where the trajectory shown starts."""
        return scene_of(self.query)


def scene_of(query: str) -> ss.Scene:
    """Return the scene that an address opens."""
    fields = {name: values[0] for name, values in parse_qs(query).items()}
    if "s" in fields:
        return ss.Scene.from_link(fields["s"])
    scene = ss.presets.load(fields["preset"], int(fields.get("seed", 0)))
    return scene.replace(margin=float(fields["margin"])) if "margin" in fields else scene


def link(scene: ss.Scene) -> str:
    """Return the query that opens a scene."""
    return f"s={quote(scene.to_link())}"


def descent(scene: ss.Scene, steps: int = 20_000, step: float = STEP, momentum: float = 0.0) -> ss.Trajectory:
    """Return what the core makes of a scene with the settings of the app."""
    return ss.simulate(scene, steps=steps, step_size=step * ss.stable_step(scene), momentum=momentum)


class Board:
    """A page with the app."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(f"{error.name}: {error.message}"))
        page.on("console", self._heard)
        self.stage = page.get_by_role("application", name=re.compile("^Spring board"))
        self.toast = page.get_by_role("alert").and_(page.locator(".toast"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "assert"):
            self.wrong.append(message.text)

    def open(self, query: str = "") -> Board:
        self.page.goto(f"{self.address}/?{query}")
        self.until("true")
        return self

    # what it tells

    def state(self) -> State:
        return self.until("true")

    def until(self, condition: str, arg: Any = None, timeout: float | None = None) -> State:
        """Wait until a condition on the state ``b`` and on ``arg`` holds; return the state in which it did."""
        script = (
            f"(arg) => {{ const b = window.springBoard && springBoard(); return b && b.settled && ({condition}) ? b : null; }}"
        )
        try:
            return State(**self.page.wait_for_function(script, arg=arg, timeout=timeout).json_value())
        except Exception as error:
            error.add_note(f"waited for {condition} with {arg}; the board says {self.page.evaluate('springBoard()')}")
            raise

    def frames(self) -> None:
        """Wait until what was just done is drawn."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def rest(self) -> State:
        """Let time pass, fast, until nothing moves any more."""
        if self.speed.input_value() != "4":
            self.speed.select_option("4")
        return self.until(AT_REST)

    def end(self) -> State:
        """Go to the end of time by the key, again whenever there is more; what comes next then waits at its first frame."""
        return self.until(f"{AT_REST} || pressEnd()")

    @property
    def speed(self) -> Locator:
        return self.page.get_by_role("combobox", name=WORDS["speed"], exact=True)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    def readout(self, name: str) -> str:
        return self.page.locator(f'[data-readout="{name}"]').inner_text()

    def shared(self) -> str:
        """Ask for a link; return its query."""
        self.button("Copy a link").click()
        field = self.page.locator(".toast:not([data-going])").get_by_role("textbox", name="Copy a link")
        expect(field).to_be_visible()
        address = field.input_value()
        self.toast.get_by_role("button", name="Close").click()
        assert address.startswith(self.address)
        return urlsplit(address).query

    # hands

    def click(self, point: Sequence[float]) -> None:
        self.page.mouse.click(*self.state().screen(point))

    def add(self, point: Sequence[float]) -> State:
        """Click at a place of the plane, and wait for the point."""
        n = self.state().n
        self.click(point)
        return self.until("b.n === arg", n + 1)

    def grab(self, point: Sequence[float]) -> State:
        """Press the mouse on a place of the plane."""
        state = self.state()
        self.page.mouse.move(*state.screen(point))
        self.page.mouse.down()
        return state

    def pull(self, point: Sequence[float], steps: int = 1) -> None:
        """Move the mouse to a place of the plane."""
        self.page.mouse.move(*self.state().screen(point), steps=steps)

    def drag(self, start: Sequence[float], end: Sequence[float], steps: int = 5) -> State:
        """Drag from one place of the plane to another, and wait until the address tells of the change."""
        before = self.grab(start)
        self.pull(end, steps)
        self.page.mouse.up()
        return self.until("b.query !== arg", before.query)

    def handle(self, centre: Sequence[float]) -> Point:
        """Find the handle of the margin circle with the mouse; return where it is on the screen, leaving the mouse there."""
        state = self.state()
        x, y = state.screen(centre)
        for k in range(48):
            angle = -0.31 + k * 2 * math.pi / 48
            place = x + state.margin * state.scale * math.cos(angle), y - state.margin * state.scale * math.sin(angle)
            self.page.mouse.move(*place)
            if self.stage.evaluate("stage => stage.style.cursor") == "ew-resize":
                return place
        raise AssertionError("there is no handle on the circle")

    def press(self, *keys: str) -> None:
        """Press keys on the board."""
        self.stage.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def slide(self, name: str, value: float) -> None:
        """Set a slider."""
        self.page.get_by_role("slider", name=name).fill(str(value))

    def select_point(self, point: Sequence[float], number: int) -> None:
        """Click on a point and see that it is selected."""
        if not self.selected(number):
            self.click(point)
        expect(self.selection.get_by_text(f"Point {number}", exact=True)).to_be_visible()

    @property
    def selection(self) -> Locator:
        return self.page.get_by_role("toolbar", name="Selected point")

    def selected(self, number: int) -> bool:
        return self.selection.get_by_text(f"Point {number}", exact=True).is_visible()

    def picture(self, what: str = "board") -> npt.NDArray[np.uint8]:
        """Return the pixels of the board or of the loss curves, as height, width and colour."""
        canvas = self.stage.locator("canvas") if what == "board" else self.page.locator("canvas.curves")
        width, height, pixels = canvas.evaluate(
            """canvas => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
              const { width, height } = canvas;
              const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
              let text = "";
              for (let k = 0; k < data.length; k += 8192) text += String.fromCharCode(...data.subarray(k, k + 8192));
              done([width, height, btoa(text)]);
            })))"""
        )
        return np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(height, width, 4)

    def words(self) -> list[str]:
        """Return what is written on the board."""
        return list(self.stage.locator("canvas").evaluate("canvas => canvas.words"))

    def open_file(self, text: str, name: str = "scene.json") -> None:
        """Choose a file in the dialog of «Open»."""
        with self.page.expect_file_chooser() as chooser:
            self.button(WORDS["open"]).click()
        chooser.value.set_files({"name": name, "mimeType": "application/json", "buffer": text.encode()})

    def save_file(self) -> str:
        """Save; return the text of the file."""
        with self.page.expect_download() as download:
            self.button("Save the scene").click()
        text = download.value.path().read_text()
        json.loads(text)
        return text

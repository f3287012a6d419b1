"""How fast the app is, in a real headless Chromium: from the pointer to the picture, playback, start and memory.

Run with ``python benchmarks/app.py``. Nothing is asserted; every figure is printed beside the goal or as a ratio within one
run. What is measured is to be had by itself, as numbers: `drag_times`, `answer_times`, `answer_sizes`, `frame_rates`. The fast
way is ``python -m springsim app``; the other one is ``streamlit run`` with the server's default settings, those
of a folder without ``.streamlit/config.toml``.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import springsim as ss  # noqa: E402  (the checkout, installed or not)
from springsim.app.session import address, answer, reducer, state  # noqa: E402
from springsim.app.session.messages import parsed_message  # noqa: E402
from springsim.validation.limits import ANSWER_BYTES, APP  # noqa: E402

OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    " --disable-sync"
)
MOVES = 150
SESSIONS = 10
WARM = 3  # sessions before those that are weighed
ROUNDS = 4  # in which sizes are compared, one after the other in each, so that a busy machine is as busy for all
SIZES = (20, 200, 500, 2000)
KINDS = ("labels", "neighbours", "pairs")

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Put into the page: the board's element, and two clocks. An answer is drawn once the board
#: has painted its canvases, after which it tells of a higher acknowledged number.
WATCH = """
window.stage = () => {
  const find = (root) => {
    const hit = root.querySelector('[role="application"]');
    if (hit) return hit;
    for (const e of root.querySelectorAll("*")) {
      const inside = e.shadowRoot && find(e.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const stage = find(document);
  return stage && stage.dataset.phase !== undefined ? stage : null;
};
window.drag = async (x, y, moves) => {
  const board = stage();
  const event = (kind, at) => board.dispatchEvent(new PointerEvent(kind, {
    clientX: at[0], clientY: at[1], pointerId: 1, pointerType: "mouse", isPrimary: true, bubbles: true, cancelable: true }));
  board.setPointerCapture = () => {};
  const drawn = () => new Promise((done) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      done();
    });
    observer.observe(board, { attributeFilter: ["data-ack"] });
  });
  event("pointerdown", [x, y]);
  const times = [];
  for (let k = 1; k <= moves; k++) {
    const turn = (2 * Math.PI * k) / 40;
    const [answer, start] = [drawn(), performance.now()];
    event("pointermove", [x + 60 * (1 - Math.cos(turn)) + 6, y + 60 * Math.sin(turn)]);
    await answer;
    times.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, Math.random() * 16)); // at any phase of the screen's refresh
  }
  event("pointerup", [x + 6, y]);
  return times;
};
window.scrubTimes = async (seconds) => {
  const slider = stage().getRootNode().querySelector(".scrub");
  const times = [];
  let last = await new Promise(requestAnimationFrame);
  const end = last + 1000 * seconds;
  for (let k = 0; last < end; k++) {
    const share = Math.abs(((k / 90) % 2) - 1); // there and back, three seconds at 60 frames a second
    slider.value = String(Math.round(share * Number(slider.max)));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times;
};
window.frameTimes = async (seconds, still = false) => {
  const times = [];
  const board = stage();
  let last = await new Promise(requestAnimationFrame);
  const end = last + 1000 * seconds;
  while (last < end && (still || board.dataset.phase === "playing")) {
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times;
};
"""


@dataclass
class Server:
    """A server of the app in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    seconds: float

    def memory(self) -> float:
        """Return the private memory of the server in MB."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return sum(int(kilobytes) for kilobytes in re.findall(r"^Private_\w+:\s+(\d+) kB", rollup, re.MULTILINE)) / 1024


@contextlib.contextmanager
def served(fast: bool) -> Iterator[Server]:
    """Serve the app the fast way, or on the server's default settings."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    with tempfile.TemporaryDirectory() as empty:
        if fast:
            command = ["-m", "springsim", "app", "--no-browser", "--port", str(port)]
        else:
            shutil.copy(ROOT / "app.py", empty)  # Streamlit takes the settings beside its script, too
            shutil.copytree(ROOT / "assets", Path(empty, "assets"))
            command = ["-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.port", str(port)]
            command += ["--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1"]
        start = perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT if fast else empty,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": os.environ.get("HOME", "/") if fast else empty},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            while perf_counter() - start < 60:
                with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                    break
                sleep(0.01)
            yield Server(process, address, perf_counter() - start)
        finally:
            process.terminate()
            process.wait(20)


def opened(browser: Browser, address: str, query: str = "preset=empty") -> Page:
    """Return a page of a new visitor with a usable board."""
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.add_init_script(WATCH)
    page.goto(f"{address}/?{query}")
    page.wait_for_function("stage()")
    return page


def load(page: Page, scene: ss.Scene) -> None:
    """Open a scene as a file: it may be too large for a link."""
    page.locator("input[type=file]").set_input_files(
        {"name": "scene.json", "mimeType": "application/json", "buffer": scene.to_json().encode()}
    )
    page.wait_for_function("n => Number(stage()?.dataset.n) === n", arg=len(scene))


def crowd(n: int, kind: str = "labels", seed: int = 0, classes: int = 5) -> ss.Scene:
    """Return points of some classes at random, tied by class, to their five nearest, or to these and to twenty others."""
    rng = np.random.default_rng(seed)
    x, labels = rng.normal(scale=0.7, size=(n, 2)), rng.integers(0, classes, n)
    if kind == "labels":
        return ss.Scene.from_labels(x, labels)
    nearest = np.argsort(np.hypot(*(x[:, None] - x).T), axis=0)[1:6].T
    similar = distinct(np.repeat(np.arange(n), 5), nearest.ravel())
    if kind == "neighbours":
        return ss.Scene.from_neighbours(x, similar, labels=labels)
    others = distinct(np.repeat(np.arange(n), 20), rng.integers(0, n, 20 * n))
    return ss.Scene.from_pairs(x, similar, others, labels=labels)


def distinct(i: Ints, j: Ints) -> Ints:
    """Return each pair of different points once."""
    pairs = np.sort(np.stack([i, j], axis=1), axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def press(page: Page, *keys: str) -> None:
    """Press keys on the board."""
    for key in keys:
        page.evaluate("key => stage().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))", key)


class Drag:
    """A board with a scene of n points at its start, paused, of which one can be dragged; no message but those of the drag."""

    def __init__(self, browser: Browser, address: str, n: int) -> None:
        self.page = opened(browser, address)
        scene = crowd(n)
        load(self.page, scene)
        press(self.page, ",", "Home")
        self.page.wait_for_function("stage().dataset.phase === 'paused'")
        self.page.wait_for_timeout(2_000)  # looks ahead that were asked for before
        box = self.page.locator("[role=application]").bounding_box()
        assert box is not None
        scale, left, bottom = self.page.evaluate("stage().dataset.view.split(' ').map(Number)")
        x, y = scene.positions[int(np.argmin(np.hypot(*scene.positions.T)))]
        self.place = [box["x"] + box["width"] / 2 + (x - left) * scale, box["y"] + box["height"] / 2 - (y - bottom) * scale]

    def times(self, moves: int) -> Floats:
        """Return the time in ms from each move of the held point to the first frame drawn of the answer to it."""
        times = self.page.evaluate("([x, y, moves]) => drag(x, y, moves)", [*self.place, moves + 5])
        return np.array(times[5:])

    def close(self) -> None:
        """Close the page."""
        self.page.context.close()


def drags(browser: Browser, address: str, n: int) -> Floats:
    """Return the time in ms from each move of a held point to the first frame drawn of the answer to it."""
    drag = Drag(browser, address, n)
    times = drag.times(MOVES)
    drag.close()
    return times


def drag_times(browser: Browser, address: str, sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> dict[int, Floats]:
    """Return the times of `Drag.times` by number of points, measured in turns.

    Returns
    -------
    dict of ndarray
        In ms; goal: at 200 points a median of no more than twice that at 20.
    """
    boards = {n: Drag(browser, address, n) for n in sizes}
    times: dict[int, list[Floats]] = {n: [] for n in sizes}
    for _ in range(rounds):
        for n, board in boards.items():
            times[n].append(board.times(MOVES // rounds))
            undo(board.page)
    for board in boards.values():
        board.close()
    return {n: np.concatenate(parts) for n, parts in times.items()}


def undo(page: Page) -> None:
    """Take back what was dragged, and wait for the answer."""
    before = page.evaluate("Number(stage().dataset.ack)")
    page.evaluate("stage().dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }))")
    page.wait_for_function("ack => Number(stage().dataset.ack) > ack", arg=before)
    press(page, "Home")
    page.wait_for_timeout(500)


def answer_times(n: int = 200, scenes: int = 21, classes: int = 5) -> Floats:
    """Return the time in ms from the message to the packed answer with a whole trajectory, for random scenes of n points.

    The message asks for a trajectory as far as the board looks ahead; those of scenes that come to no rest within that are left
    out. Goal: at 200 points a median below 16 ms.
    """
    times = []
    for seed in range(scenes):
        text = crowd(n, seed=seed, classes=classes).to_json()
        board = answered(address.opened({"preset": "empty"}, "en"), {"op": "open", "text": text})[0]
        move = {"op": "move", "i": 0, "x": 0.1, "y": 0.1, "gesture": 0, "live": False}
        after, _, time = answered(board, move, {"op": "more"}, {"op": "more"})  # as far as it looks, at once
        if after.trajectory.converged:
            times.append(time)
    return np.array(times)


def answered(board: state.Board, *commands: dict[str, object]) -> tuple[state.Board, int, float]:
    """Return the board after commands, how large the answer is, and the time in ms that it took."""
    numbered = [{"seq": board.ack + 1 + k, **command} for k, command in enumerate(commands)]
    message = {
        "epoch": board.epoch,
        "seen": [board.serial, 0],
        "texts": "en",
        "springs": board.springs_serial,
        "commands": numbered,
    }
    start = perf_counter()
    parsed = parsed_message(message)
    after = reducer.handled(board, parsed)
    block = answer.packed(after, parsed.texts, parsed.springs, parsed.seen[0])
    seconds = perf_counter() - start
    assert not after.errors, after.errors
    return after, len(block), 1000 * seconds


def answer_sizes(sizes: Sequence[int] = SIZES, kinds: Sequence[str] = KINDS) -> dict[tuple[int, str], int]:
    """Return the bytes of the largest answer by number of points and kind of springs: with all there is to say."""
    largest = {}
    for n in sizes:
        for kind in kinds:
            board, _, _ = answered(address.opened({"preset": "empty"}, "en"), {"op": "open", "text": crowd(n, kind).to_json()})
            found = [len(answer.packed(board))]
            for _ in range(2):
                board, _, _ = answered(board, {"op": "more"})
                found.append(len(answer.packed(board)))
            largest[n, kind] = max(found)
    return largest


def frame_rates(browser: Browser, address: str, n: int, kind: str = "labels", seconds: float = 3.0) -> dict[str, Floats]:
    """Return the times in ms between frames: while it plays, while it is scrubbed; and both with every spring shown."""
    page = opened(browser, address)
    load(page, crowd(n, kind))
    page.wait_for_timeout(3_000)  # looks ahead that are asked for at first
    times = {}
    for what in ("", ", every spring"):
        if what:
            page.get_by_role("group", name="Show on the board").get_by_role("button", name="every spring").click()
        press(page, ",", "Home", " ")
        times[f"playback{what}"] = np.array(page.evaluate("seconds => frameTimes(seconds)", seconds))
        times[f"scrubbing{what}"] = np.array(page.evaluate("seconds => scrubTimes(seconds)", seconds))
    page.context.close()
    return times


def compare_drags(browser: Browser) -> None:
    print(f"pointer moved -> first new frame drawn, ms, {MOVES - 5} moves (goals: at 50 points 30 and 60, at 200 points 60)")
    with served(fast=True) as fast, served(fast=False) as default:
        for n in (50, 200):
            ours, theirs = drags(browser, fast.address, n), drags(browser, default.address, n)
            for name, times in (("python -m springsim app", ours), ("streamlit run, defaults", theirs)):
                print(f"  {n:3} points, {name}: median {np.median(times):4.0f}, 95 % within {np.percentile(times, 95):4.0f}")
            print(f"  {n:3} points: the defaults take {np.median(theirs) / np.median(ours):.1f} x as long")


def count_commands(browser: Browser, server: Server) -> None:
    page = opened(browser, server.address)
    start = perf_counter()
    page.evaluate(
        """() => {
          for (let k = 0; k < 200; k++)
            for (const key of ["a", "ArrowRight"]) stage().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        }"""
    )
    page.wait_for_function("Number(stage().dataset.n) === 200")
    print(f"200 commands at once: {page.evaluate('stage().dataset.n')} arrived, after {perf_counter() - start:.2f} s")
    page.context.close()


def compare_sizes(browser: Browser, server: Server) -> None:
    times = drag_times(browser, server.address)
    few = float(np.median(times[20]))
    print("pointer moved -> first new frame drawn, sizes in turns (goal: at 200 points no more than 2 x that at 20):")
    for n, found in times.items():
        half, most = np.median(found), np.percentile(found, 95)
        print(f"  {n:4} points: median {half:4.0f} ms, 95 % within {most:4.0f}: {half / few:.1f} x that at 20")


def time_answers() -> None:
    for n in (20, 200):
        times = answer_times(n)
        spread = np.percentile(times, [10, 50, 90]) if len(times) else np.full(3, np.nan)
        print(
            f"message -> packed answer, {n} points to equilibrium: median {spread[1]:.1f} ms, 80 % within {spread[0]:.1f} to"
            f" {spread[2]:.1f}, of {len(times)} random scenes (goal at 200 points: 16)"
        )


def weigh_answers() -> None:
    print(f"largest answer, bytes (limit {ANSWER_BYTES}), of a board of up to {APP.points} points:")
    sizes = answer_sizes()
    for n in SIZES:
        print(f"  {n:4} points: " + ", ".join(f"{kind} {sizes[n, kind]}" for kind in KINDS))


def count_frames(browser: Browser, server: Server) -> None:
    page = opened(browser, server.address)
    blank = np.array(page.evaluate("frameTimes(3, true)"))
    page.context.close()
    print(
        f"frames a second, with springs and forces; a board where nothing moves: {1000 / blank.mean():.1f}"
        " (goals: 200 points, every spring 55; 500 points 50; 2000 points 15)"
    )
    for n in (200, 500, 2000):
        for what, times in frame_rates(browser, server.address, n).items():
            print(f"  {n:4} points, {what}: {1000 / times.mean():.1f}, slowest {times.max():.0f} ms")


def time_start(browser: Browser) -> None:
    starts = []
    for _ in range(3):
        start = perf_counter()
        with served(fast=True) as server:
            page = opened(browser, server.address, "")
            starts.append((perf_counter() - start, server.seconds))
            page.context.close()
    whole, answering = np.median(starts, axis=0)
    print(f"start -> first usable board: {whole:.1f} s, of it {answering:.1f} s until the server answers (goal 5)")


def weigh_sessions(browser: Browser) -> None:
    scene = crowd(50)
    link = f"s={scene.to_link()}"
    with served(fast=True) as server:
        pages, memory = [], []
        for _ in range(WARM + SESSIONS):
            page = opened(browser, server.address, link)
            pages.append(page)
            page.wait_for_function(
                """() => {
                  stage().dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true }));
                  return stage().dataset.phase === "equilibrium";
                }""",
                timeout=60_000,
            )
            memory.append(server.memory())
        each = (memory[-1] - memory[WARM - 1]) / SESSIONS
        print(
            f"memory: {each:.2f} MB a session at 50 points, played to its end, mean of {SESSIONS} (goal 2); "
            f"the server with {WARM} of them: {memory[WARM - 1]:.0f} MB"
        )
        for page in pages:
            page.context.close()


def measure(browser: Browser) -> None:
    time_answers()
    weigh_answers()
    time_start(browser)
    compare_drags(browser)
    with served(fast=True) as server:
        count_commands(browser, server)
        compare_sizes(browser, server)
        count_frames(browser, server)
    weigh_sessions(browser)


def main() -> None:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path is not None, "needs Chromium on the PATH"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS.split())
        measure(browser)
        browser.close()


if __name__ == "__main__":
    main()

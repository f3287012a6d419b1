"""How fast the app is, in a real headless Chromium: from the pointer to the picture, playback, start and memory.

Run with ``python benchmarks/app.py``. Nothing is asserted; every figure is printed beside the goal or as a ratio within one
run. The fast way is ``python -m springsim app``; the other one is ``streamlit run`` with the server's default settings, those
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import springsim as ss  # noqa: E402  (the checkout, installed or not)

OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    " --disable-sync"
)
MOVES = 150
SESSIONS = 10
WARM = 3  # sessions before those that are weighed

Floats = npt.NDArray[np.float64]

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


def crowd(n: int) -> ss.Scene:
    """Return points of five classes at random, as they are where they have settled."""
    rng = np.random.default_rng(0)
    return ss.Scene.from_labels(rng.normal(scale=0.7, size=(n, 2)), rng.integers(0, 5, n))


def press(page: Page, *keys: str) -> None:
    """Press keys on the board."""
    for key in keys:
        page.evaluate("key => stage().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))", key)


def drags(browser: Browser, address: str, n: int) -> Floats:
    """Return the time in ms from each move of a held point to the first frame drawn of the answer to it."""
    page = opened(browser, address)
    scene = crowd(n)
    load(page, scene)
    press(page, " ", "Home")  # paused: no message but those of the drag
    page.wait_for_function("stage().dataset.phase === 'paused'")
    box = page.locator("[role=application]").bounding_box()
    assert box is not None
    scale, left, bottom = page.evaluate("stage().dataset.view.split(' ').map(Number)")
    x, y = scene.positions[int(np.argmin(np.hypot(*scene.positions.T)))]
    place = [box["x"] + box["width"] / 2 + (x - left) * scale, box["y"] + box["height"] / 2 - (y - bottom) * scale]
    times = page.evaluate("([x, y, moves]) => drag(x, y, moves)", [*place, MOVES])
    page.context.close()
    return np.array(times[5:])


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


def count_frames(browser: Browser, server: Server) -> None:
    page = opened(browser, server.address)
    load(page, crowd(200))
    page.get_by_role("group", name="Show on the board").get_by_role("button", name="every spring").click()
    press(page, "Home")
    times = np.array(page.evaluate("frameTimes(5)"))
    blank = np.array(opened(browser, server.address).evaluate("frameTimes(3, true)"))
    print(
        f"playback, 200 points, {sum(crowd(200).springs.counts)} springs and all arrows: {1000 / times.mean():.1f} frames"
        f" a second (goal 55), slowest {times.max():.0f} ms; a board where nothing moves: {1000 / blank.mean():.1f}"
    )
    page.context.close()


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
    time_start(browser)
    compare_drags(browser)
    with served(fast=True) as server:
        count_commands(browser, server)
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

"""In a notebook a scene shows itself as a picture and a run as the player, without a network: seen through a real kernel."""

import html
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import nbformat
import pytest
from nbclient import NotebookClient

import springsim as ss
from springsim import figures
from springsim.board import player

SVG = "{http://www.w3.org/2000/svg}"
#: Records every attempt to look up a name or to connect; the kernel's own lines to the notebook are not Python's.
WATCH = """
import sys
asked = []
def note(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        asked.append((event, str(arguments)))
sys.addaudithook(note)
import springsim as ss
"""
#: As it is where Matplotlib is not installed.
WITHOUT = """
class Missing:
    def find_spec(name, path=None, target=None):
        if name == "matplotlib":
            raise ModuleNotFoundError("No module named 'matplotlib'", name=name)
assert "matplotlib" not in sys.modules
sys.meta_path.insert(0, Missing)
ss.presets.load("gate")
"""
CELLS = {
    "watch": WATCH,
    "without Matplotlib": WITHOUT,
    "scene": "sys.meta_path.remove(Missing)\nscene = ss.presets.load('gate')\nscene",
    "run": "run = ss.simulate(scene, step_size=0.2 * ss.stable_step(scene))\nrun",
    "figure": "ss.figures.figure2()",
    "large figure": "ss.figures.diagram(ss.Scene.from_labels([[k % 60, k // 60] for k in range(3000)], [0] * 3000))",
    "large run": "ss.simulate(ss.Scene.from_labels([[k, 0] for k in range(2001)], [0] * 2001), steps=1)",
    "asked": "print(asked)",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Run the cells in a kernel, and return what each shows: its only output, by kind."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in CELLS.values()])
    place = {"metadata": {"path": str(tmp_path_factory.mktemp("notebook"))}}
    NotebookClient(notebook, timeout=60, kernel_name="python3", resources=place).execute()
    nbformat.validate(notebook)
    assert [len(cell.outputs) for cell in notebook.cells[1:]] == [1] * (len(CELLS) - 1)
    return {
        name: cell.outputs[0].get("data") or cell.outputs[0]["text"]
        for name, cell in zip(CELLS, notebook.cells, strict=True)
        if cell.outputs
    }


class Tags(HTMLParser):
    """The tags of a piece of a page, with their attributes as a browser reads them."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def addresses(text):
    """Return what a browser that shows a page or an SVG would fetch: all but what is in it."""
    asked = re.findall(r"""\b(?:href|src|srcset|action|data|poster)\s*=\s*["']?([^"'\s>]+)""", text)
    asked += re.findall(r"""url\(\s*["']?([^"')]+)""", text) + re.findall(r"""@import\s+["']([^"']+)""", text)
    return [address for address in asked if not address.startswith(("#", "data:"))]


def test_a_scene_shows_itself_as_a_picture(shown):
    assert set(shown["scene"]) == {"image/svg+xml", "text/plain"}
    assert shown["scene"]["text/plain"].startswith("Scene(4 points")
    text = shown["scene"]["image/svg+xml"]
    assert ElementTree.fromstring(text).tag == f"{SVG}svg"
    scene = ss.presets.load("gate")
    assert text.strip() == figures.picture(figures.diagram(scene), "svg").decode().strip()


def test_a_run_shows_itself_as_the_player(shown):
    assert set(shown["run"]) == {"text/html", "text/plain"}
    ((tag, frame),) = Tags(shown["run"]["text/html"]).tags
    assert tag == "iframe"
    assert frame["sandbox"] == "allow-scripts"
    scene = ss.presets.load("gate")
    run = ss.simulate(scene, step_size=0.2 * ss.stable_step(scene))
    assert frame["srcdoc"] == player.page([run])


def test_a_figure_shows_itself_as_vectors_and_a_large_one_as_pixels(shown):
    assert set(shown["figure"]) == {"image/svg+xml", "text/plain"}
    assert shown["figure"]["image/svg+xml"].strip() == figures.picture(figures.figure2(), "svg").decode().strip()
    assert set(shown["large figure"]) == {"image/png", "text/plain"}
    assert len(shown["large figure"]["image/png"]) < 500_000


def test_the_page_in_the_frame_is_escaped_and_cannot_end_it(shown):
    text = shown["run"]["text/html"]
    start = text.index('srcdoc="') + len('srcdoc="')
    inside = text[start : text.index('"', start)]
    assert not set("<>\"'") & set(inside)
    assert html.unescape(inside).rstrip().endswith("</html>")


def test_nothing_is_fetched(shown):
    assert shown["asked"] == "[]\n"
    ((_, frame),) = Tags(shown["run"]["text/html"]).tags
    page = frame["srcdoc"]
    assert "default-src 'none'" in page
    assert addresses(shown["run"]["text/html"].replace(html.escape(page), "")) == []
    assert addresses(shown["scene"]["image/svg+xml"]) == []
    assert [address for address in addresses(page) if "//" in address] == []


def test_without_matplotlib_a_scene_shows_its_words(shown):
    assert set(shown["without Matplotlib"]) == {"text/plain"}
    assert shown["without Matplotlib"]["text/plain"].startswith("Scene(4 points")


def test_a_run_of_too_many_points_shows_its_words(shown):
    assert set(shown["large run"]) == {"text/plain"}


def test_addresses_are_found():
    text = """<a href="https://x.y/z"><img src='//x.y'><use href="#a"/><style>@import "q.css"; b { c: url(r.png) }</style>"""
    assert len(addresses(text)) == 4

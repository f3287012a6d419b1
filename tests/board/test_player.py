"""The standalone player: one page, safe, reproducible, small; what its board reads is what the runs are."""

import base64
import dataclasses
import hashlib
import html
import json
import re
import zlib
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import springsim as ss
from springsim import SceneError, texts
from springsim.board import player, wire
from springsim.solvers.step import Descent
from springsim.validation.limits import APP, RECORDING_POINT_FRAMES, RECORDING_RUNS, TITLE_MAX
from tests.app.boards import DTYPES, motion, springs, told_springs
from tests.scenes import random_scene, scenes

HOSTILE = "</script><script>alert(1)</script><!-- & <b onload='x'>\"{title}\u202e\x00\ud800\n"


def run_of(scene, step=0.2, steps=400, **options):
    return ss.simulate(scene, steps=steps, step_size=step * ss.stable_step(scene), **options)


@pytest.fixture(scope="module")
def gate():
    return run_of(ss.presets.load("gate"))


class Page(HTMLParser):
    """What a browser finds in a page: elements by name, with their attributes and the text in them."""

    def __init__(self, text):
        super().__init__()
        self.found: list[tuple[str, dict[str, Any], list[str]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), []))

        self.open = self.found[-1][2]

    def handle_data(self, data):
        self.open.append(data)

    def handle_endtag(self, tag):
        self.open = []

    def all(self, tag):
        return [(attributes, "".join(words)) for name, attributes, words in self.found if name == tag]

    def recording(self):
        """Return the head and the arrays of the recording, read by the layout that is documented."""
        ((_, text),) = [each for each in self.all("script") if each[0].get("id") == "recording"]
        block = zlib.decompress(base64.b64decode(text, validate=True))
        length = int.from_bytes(block[:4], "little")
        head, arrays = json.loads(block[4 : 4 + length]), {}
        for name, (offset, shape) in head["arrays"].items():
            kind = DTYPES[name.rstrip("0123456789")]
            arrays[name] = np.frombuffer(block, kind, int(np.prod(shape, dtype=int)), 4 + length + offset).reshape(shape)
        return head, arrays


def seen(head, arrays, k):
    """Return positions and forces of a run as the board unpacks them."""
    assert arrays[f"start{k}"].shape == (head["n"], 2)
    return motion({name: arrays[f"{name}{k}"] for name in ("start", "moves", "pulls", "units")})


# the page


def test_the_same_call_gives_the_same_page(gate):
    runs = player.runs(gate, [0.5, 2.0])
    again = player.runs(run_of(ss.presets.load("gate")), [2.0, 0.5])
    assert player.page(runs, selected=3, title="x") == player.page(again, selected=3, title="x")


def test_the_page_asks_for_nothing_and_runs_only_what_it_came_with(gate):
    page = Page(player.page([gate]))
    (policy,) = [a["content"] for a, _ in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    rules = {words[0]: words[1:] for words in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == ["'none'"]
    assert "unsafe" not in policy
    (style,) = page.all("style")
    (script,) = [each for each in page.all("script") if each[0].get("type") == "module"]
    for name, (_, source) in {"style-src": style, "script-src": script}.items():
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert rules[name] == [f"'sha256-{digest}'"]
    assert not re.search(r"\burl\(|@import", style[1])
    for _, attributes, _ in page.found:
        assert not {"src", "style", "srcset", "action", "onload", "onclick"} & set(attributes)
        assert attributes.get("href", "data:,") == "data:,"
    assert "http://" not in script[1].replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in script[1]
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\b", script[1])


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_page_has_a_language_a_title_and_words_for_where_it_cannot_play(gate, language):
    page = Page(player.page([gate], language=language, title="间隔 m"))
    assert page.all("html")[0][0]["lang"] == language
    assert page.all("title")[0][1] == "间隔 m · springsim"
    assert any(a.get("name") == "viewport" for a, _ in page.all("meta"))
    assert page.all("p")[0][1] == texts.of(language, "pages")["player_needs"]
    head, _ = page.recording()
    assert head["texts"] == texts.of(language)
    assert Page(player.page([gate], language=language)).all("title")[0][1].endswith(texts.of(language)["tagline"])


def test_a_hostile_title_stays_a_title(gate):
    text = player.page([gate], title=HOSTILE)
    page, harmless = Page(text), Page(player.page([gate], title="x"))
    assert [tag for tag, _, _ in page.found] == [tag for tag, _, _ in harmless.found]
    shown = re.sub("[\u202e\x00\ud800\n]", "\N{REPLACEMENT CHARACTER}", HOSTILE)
    assert page.recording()[0]["title"] == shown
    assert page.all("title")[0][1] == f"{shown} · springsim"
    assert text.encode("utf-8").decode("utf-8") == text


def test_the_frame_of_a_notebook_holds_the_page_of_that_run(gate):
    ((attributes, _),) = Page(gate._repr_html_()).all("iframe")
    assert attributes["srcdoc"] == player.page([gate])
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["title"]
    assert html.unescape(gate._repr_html_()).count("</iframe>") == 1


def test_a_run_of_too_many_points_has_no_picture_in_a_notebook_and_does_not_fail_there():
    scene = ss.Scene.from_pairs(np.zeros((APP.points + 1, 2)), [], [])
    assert ss.simulate(scene, steps=1)._repr_html_() is None


# runs at other margins


def test_runs_are_the_given_one_and_simulations_of_its_start_at_the_other_margins():
    scene = random_scene("labels", 9, seed=4, margin=0.8)
    own = run_of(scene, 0.3, 20_000, momentum=0.5)
    runs = player.runs(own, [1.6, 0.2, 0.8, 1.6])
    assert runs[0] is own
    assert [run.scene.margin for run in runs] == [0.8, 0.2, 1.6]
    for run in runs[1:]:
        start = scene.replace(margin=run.scene.margin)
        truth = ss.simulate(start, steps=20_000, step_size=0.3 * ss.stable_step(start), momentum=0.5)
        assert run.scene == start
        assert (run.loss == truth.loss).all()
        assert run.momentum == 0.5


def test_without_a_list_there_are_21_margins_round_the_own_one():
    for margin in (1.0, 0.3, 1.7e-3, 123.456):
        margins = [run.scene.margin for run in player.runs(run_of(random_scene("pairs", 4, margin=margin)))]
        assert margins[0] == margin
        assert len(set(margins)) == len(margins) == 21
        assert sorted(margins) == pytest.approx([margin * k / 10 for k in range(1, 22)])
    few = [run.scene.margin for run in player.runs(run_of(random_scene("pairs", 4, margin=1e-6)))]
    assert min(few) == 1e-6


def test_where_the_run_ran_out_of_steps_the_others_get_no_more():
    own = run_of(ss.presets.load("chain"), steps=37)
    assert own.status == "max_steps"
    assert all(run.steps[-1] <= 37 for run in player.runs(own, [0.5, 2.0]))


def test_progress_counts_the_runs_and_what_it_raises_ends_them(gate):
    calls = []
    player.runs(gate, [0.5, 2.0], progress=lambda done, total: calls.append((done, total)))
    assert calls == [(1, 3), (2, 3), (3, 3)]

    class StopHereError(Exception):
        pass

    def stop(done, total):
        raise StopHereError

    with pytest.raises(StopHereError):
        player.runs(gate, [0.5, 2.0], progress=stop)


def test_a_scene_of_too_many_points_is_refused_before_anything_is_computed():
    many = run_of(ss.Scene.from_pairs(np.zeros((APP.points + 1, 2)), [], []), steps=1)
    with pytest.raises(SceneError, match=r"^points: 2001 points"):
        player.runs(many, progress=lambda done, total: pytest.fail("a run was made"))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "margin zero": ({"margins": [0.5, 0.0]}, "margin"),
    "margin no number": ({"margins": ["1"]}, "margin"),
    "too many margins": ({"margins": [0.5 + 0.01 * k for k in range(RECORDING_RUNS)]}, "margins"),
    "very many margins": ({"margins": range(1, 10**9)}, "margins"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_margins_that_cannot_be_are_refused_by_name(gate, name):
    arguments, field = REFUSED[name]
    with pytest.raises(SceneError) as refused:
        player.runs(gate, **arguments)
    assert refused.value.field == field


def test_what_a_page_cannot_be_made_of_is_refused_by_name(gate):
    other = run_of(ss.presets.load("gate", 5).nudged(seed=1))
    many = run_of(ss.Scene.from_pairs(np.zeros((APP.points + 1, 2)), [], []), steps=1)
    wrong: list[tuple[list[ss.Trajectory], dict[str, Any], str]] = [
        ([], {}, "runs"),
        ([gate] * (RECORDING_RUNS + 1), {}, "runs"),
        ([gate, gate], {}, "runs[1]"),
        ([gate, other], {}, "runs[1]"),
        ([many], {}, "points"),
        ([gate], {"selected": 4}, "selected"),
        ([gate], {"selected": -1}, "selected"),
        ([gate], {"selected": True}, "selected"),
        ([gate], {"language": "de"}, "language"),
        ([gate], {"title": "x" * (TITLE_MAX + 1)}, "title"),
        ([gate], {"title": None}, "title"),
    ]
    for runs, options, field in wrong:
        with pytest.raises(SceneError) as refused:
            player.page(runs, **options)
        assert refused.value.field == field


# what the board reads


def test_the_numbers_of_the_page_are_those_of_the_runs_exactly(gate):
    runs = player.runs(gate, [0.5, 2.0])
    head, arrays = Page(player.page(runs, selected=3)).recording()
    ordered = sorted(runs, key=lambda run: run.scene.margin)
    assert head["choices"]["margins"] == [0.5, 1.0, 2.0]
    assert (head["choices"]["own"], head["shown"], head["selected"]) == (1.0, 1, 3)
    assert head["labels"] == gate.scene.labels.tolist()
    assert head["pinned"] == [0, 1, 2]
    assert head["step"] == pytest.approx(0.2)
    assert told_springs(head, arrays) == springs(gate.scene)
    for k, run in enumerate(ordered):
        assert head["runs"][k]["status"] == run.status
        assert (arrays[f"numbers{k}"] == wire.numbers(run)).all()


def test_one_run_has_one_margin(gate):
    head, _ = Page(player.page([gate])).recording()
    assert head["choices"]["margins"] == [1.0]


@pytest.mark.parametrize(
    ("preset", "rest"),
    [
        ("saddle", {"kind": "saddle", "unstable": 1, "flat": 0}),
        ("gate", {"kind": "stable", "unstable": 0, "flat": 0}),
        ("two-classes", {"kind": "flat", "unstable": 0, "flat": 1}),
    ],
)
def test_the_page_knows_of_which_kind_a_rest_is_and_its_softest_mode(preset, rest):
    run = run_of(ss.presets.load(preset), 1.0, 20_000)
    head, arrays = Page(player.page([run])).recording()
    assert head["runs"][0]["status"] == "equilibrium"
    assert head["runs"][0]["rest"].items() >= rest.items()
    softest = ss.stability(run.final).softest
    assert softest is not None
    np.testing.assert_array_equal(arrays["mode0"], softest.astype("<f4"))


@pytest.mark.parametrize("kind", ["labels", "neighbours", "pairs"])
def test_positions_and_forces_are_right_to_a_tenth_of_a_pixel_where_a_thousand_show_all(kind):
    run = run_of(random_scene(kind, 30, seed=2, margin=0.7))
    head, arrays = Page(player.page([run])).recording()
    x, f = seen(head, arrays, 0)
    extent = np.ptp(run.positions, axis=(0, 1)).max()
    assert np.abs(x - run.positions).max() < 0.1 / 1000 * extent
    assert np.abs(f - run.forces).max() < 0.1 / 1000 * np.abs(run.forces[0]).max()


def test_a_run_that_flies_apart_is_right_to_a_tenth_of_a_pixel_in_its_first_frames_too():
    run = run_of(ss.Scene.from_labels(random_scene("labels", 12).positions, [0] * 12), 2.5)
    assert run.status == "diverged"
    head, arrays = Page(player.page([run])).recording()
    x, _ = seen(head, arrays, 0)
    extent = np.abs(run.positions - run.positions[0].mean(axis=0)).max(axis=(1, 2))
    assert extent[-1] > 50 * extent[0]
    assert (np.abs(x - run.positions).max(axis=(1, 2)) < 0.1 / 1000 * 2 * extent).all()


@given(scenes(most=5))
@settings(max_examples=40)
def test_any_scene_can_be_played(scene):
    run = ss.simulate(scene, steps=30, step_size=2.5 * ss.stable_step(scene), momentum=0.95, frames=20)
    head, arrays = Page(player.page([run])).recording()
    x, f = seen(head, arrays, 0)
    assert x.shape == f.shape == run.positions.shape
    for got, truth in ((x, run.positions), (f, run.forces)):
        middle = truth[0].mean(axis=0) if len(scene) else 0.0
        extent = np.abs(truth - middle).max(initial=0.0)
        finest = 2.0**-40 * np.abs(truth).max(initial=0.0) + 2.0**-900  # the board's own positions have 24 bits
        assert np.isfinite(got).all()
        assert (np.abs(got - truth) <= 1e-4 * extent + finest).all()


def test_fifty_points_at_21_margins_are_less_than_three_megabytes():
    for kind in ("labels", "pairs"):
        page = player.page(player.runs(run_of(random_scene(kind, 50), steps=1_000)))
        assert len(page.encode()) < 3_000_000


def test_the_largest_page_has_fewer_frames_of_each_run_with_both_ends_and_less_than_six_megabytes():
    scene, rng = random_scene("labels", 300), np.random.default_rng(0)
    noise, row, steps = rng.normal(size=(400, len(scene), 2)), rng.random(400), np.arange(400)
    run = ss.Trajectory(scene, noise, noise[::-1], row, row, steps, row, steps, "max_steps", Descent(1.0))
    runs = [dataclasses.replace(run, scene=scene.replace(margin=1.0 + k)) for k in range(RECORDING_RUNS)]
    text = player.page(runs)
    assert len(text) < 6_000_000
    head, arrays = Page(text).recording()
    x, _ = seen(head, arrays, 0)
    kept = arrays["numbers0"][:, wire.NUMBERS.index("step")].astype(int)
    assert len(x) == len(kept) > 20
    assert sum(arrays[f"pulls{k}"].size for k in range(RECORDING_RUNS)) <= 2 * RECORDING_POINT_FRAMES
    assert (kept[0], kept[-1]) == (0, 399)
    assert np.ptp(np.diff(kept)) <= 1
    np.testing.assert_allclose(x, noise[kept], atol=1e-3)


def test_of_very_many_points_there_are_fewer_margins_and_still_enough_frames_of_each():
    scene = random_scene("labels", APP.points)
    runs = player.runs(run_of(scene, steps=60), None)
    margins = [run.scene.margin for run in runs]
    assert margins[0] == 1.0
    assert sorted(margins) == [0.5, 1.0, 1.5, 2.0]
    text = player.page(runs)
    assert len(text) < 6_000_000
    head, arrays = Page(text).recording()
    assert head["springs"]["counts"] == list(scene.springs.counts)
    assert not {"similar", "dissimilar"} & set(arrays)
    for k, run in enumerate(sorted(runs, key=lambda run: run.scene.margin)):
        x, _ = seen(head, arrays, k)
        assert len(x) >= min(len(run), 30)
        assert np.abs(x[-1] - run.positions[-1]).max() < 1e-3

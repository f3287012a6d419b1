"""What the board decides of its view, of the axis of the loss over time and of the margin's handle."""

import numpy as np
import pytest

from springsim.board import wire
from tests.board.scripts import run

#: A view 800 × 600 pixels wide, which has been fitted to points between −1 and 1, and what follows on other points.
FOLLOWED = """
const { Camera } = await load("state/camera.js");
globalThis.matchMedia = () => ({ matches: still });
const runOf = (size, margin, status = "equilibrium") =>
  ({ n: 2, frames: 1, positions: [-size, -size, size, size], margin, status, domain: "plane" });
const told = {};
for (const [name, by, next, centre] of [
  ["margin", null, runOf(3, 3)],
  ["seen", null, runOf(1, 1)],
  ["circle", null, runOf(1, 3), 0],
  ["apart", null, runOf(3, 3, "diverged")],
  ["chosen", [0.5, 0], runOf(3, 3)],
  ["near", [4, 0], runOf(3, 3)],
  ["away", [1, 2000], runOf(3, 3)],
]) {
  const camera = new Camera();
  camera.view.room = { top: 66, right: 30, bottom: 24, left: 64 };
  camera.resize(800, 600, { run: runOf(1, 1), selected: null, busy: false });
  if (by) {
    camera.take();
    camera.view.zoom(by[0]);
    camera.view.pan(by[1], 0);
  }
  const { x, y, scale } = camera.view;
  camera.notice(runOf(1, 1), next);
  camera.follow(next, centre ?? null);
  const box = { left: x - 400 / scale, right: x + 400 / scale, bottom: y - 300 / scale, top: y + 300 / scale };
  const steps = [];
  for (let now = 0; now <= 1000; now += 20) {
    camera.advance(now);
    steps.push(camera.view.scale);
  }
  told[name] = { before: { x, y, scale }, box, steps, after: { ...camera.view }, outside: camera.view.outside(next.positions) };
}
return told;
"""


def seen(view):
    """Return the part of the plane in a view: left, right, bottom, top."""
    wide, high = 400 / view["scale"], 300 / view["scale"]
    return view["x"] - wide, view["x"] + wide, view["y"] - high, view["y"] + high


def moved(case):
    return any(case["after"][name] != case["before"][name] for name in ("x", "y", "scale"))


def test_the_view_follows_what_leaves_it_smoothly_but_no_view_that_a_visitor_chose_farther_than_needed():
    told = run(FOLLOWED, still=False)
    assert told["margin"]["outside"] == 0
    steps = np.log(told["margin"]["steps"])
    assert (np.diff(steps) <= 1e-12).all()
    assert abs(np.diff(steps)).max() < 0.15 * (steps[0] - steps[-1])  # of 20 steps on the way, so none is a jump
    assert not moved(told["seen"])
    left, right, bottom, top = seen(told["circle"]["after"])  # 3 round the point at (−1, −1)
    assert (left < -4, right > 2, bottom < -4, top > 2) == (True,) * 4
    assert not moved(told["apart"])
    assert told["apart"]["outside"] == 2
    chosen = told["chosen"]
    assert chosen["outside"] == 0
    assert told["margin"]["after"]["scale"] * 0.5 < chosen["after"]["scale"] < chosen["before"]["scale"]
    for name in ("near", "away"):  # here the visitor did not look at all there is
        assert not moved(told[name]), name
        assert told[name]["outside"] == 2, name


def test_with_reduced_motion_the_view_is_there_at_once():
    steps = run(FOLLOWED, still=True)["margin"]["steps"]
    assert len(set(steps)) == 1


def test_on_its_way_a_view_zooms_about_the_place_that_stays():
    script = """
    const { between } = await load("state/view.js");
    return ways.map(([from, to]) => [0, 0.3, 0.7, 1].map((share) => between(from, to, share)));
    """
    a, b, c = {"x": 1.0, "y": -2.0, "scale": 50.0}, {"x": 4.0, "y": 0.0, "scale": 400.0}, {"x": 9.0, "y": 7.0, "scale": 50.0}
    zoom, pan = run(script, ways=[[a, b], [a, c]])
    for views, (start, end) in ((zoom, (a, b)), (pan, (a, c))):
        assert views[0] == pytest.approx(start)
        assert views[-1] == end
    fixed = (a["x"] * 50 - b["x"] * 400) / (50 - 400)  # at the same pixel in both
    pixels = [(fixed - view["x"]) * view["scale"] for view in zoom]
    np.testing.assert_allclose(pixels, pixels[0])
    np.testing.assert_allclose([view["x"] for view in pan], 1 + 8 * np.array([0, 0.3, 0.7, 1]))


def test_the_axis_of_the_loss_begins_at_zero_and_has_a_round_top_near_the_highest_loss():
    script = """
    const { lossTop, topText } = await load("draw/timeline.js");
    const losses = { scale: (margin) => margin ** 2, loss: () => 0.5 };
    return runs.map(([margin, ...values]) => {
      const numbers = values.flatMap((loss) => [loss ?? Infinity, 0, 0, 0, 0, 0, 0]);
      const top = lossTop({ frames: values.length, margin, numbers }, losses);
      return [top, topText(top)];
    });
    """
    runs: list[list[float | None]] = [
        [1.0, 0.0],
        [2.0, 3e-14, 1e-15],
        [1e-6, 2.5e-13, 1e-14],
        [1.0, 0.197],
        [1.0, 2.74, 0.0],
        [1.0, 2.0, 2.0],
        [1e6, 7.1e13],
        [1.0, 0.3, None],
    ]
    told = run(script, runs=runs)
    assert told[0] == [0.5, "0.5"]  # of one dissimilar pair in one place: there is no loss
    assert told[1] == [2, "2"]
    assert [words for _, words in told[2:]] == ["3e−13", "0.2", "3", "2", "8e13", "0.3"]
    for case, (top, _) in zip(runs[2:], told[2:], strict=True):
        most = max(loss for loss in case[1:] if loss is not None)
        assert most <= top <= 1.6 * most


def test_the_handle_is_on_its_circle_and_of_a_small_one_clear_of_the_point():
    script = """
    const { handleOut, radiusOf } = await load("draw/circle.js");
    (await load("state/look.js")).learnLook(look);
    return radii.map((radius) => [handleOut(radius, 9), radiusOf(handleOut(radius, 9), 9)]);
    """
    radii = [0.0, 1.0, 20.0, 56.0, 90.0, 400.0]
    told = run(script, radii=radii, look=wire.look()["look"])
    assert [radius for _, radius in told] == pytest.approx(radii)
    assert all(out >= 9 + 5 + 14 for out, _ in told)
    assert [out for out, _ in told][-2:] == radii[-2:]


def test_words_beside_a_point_are_not_on_its_arrow():
    script = """
    const { clearSide } = await load("draw/draw.js");
    (await load("state/look.js")).learnLook(look);
    return arrows.map(clearSide);
    """
    arrows = [[0, 0], [5, 2], [0, 5], [-5, 3], [1, -5], [-5, 0]]
    told = run(script, arrows=arrows, look=wire.look()["look"])
    for (x, y), (right, down) in zip(arrows, told, strict=True):
        assert right * x + down * y <= 0 or (x, y) == (0, 5), (x, y)  # below, but beside


def test_what_goes_beyond_the_axes_of_the_curves_is_told_with_its_way():
    script = """
    const { Curves } = await load("draw/loss_curves.js");
    const curves = new Curves({}, {});
    return [[1, 1], [2, 1.5], [2.1, 0], [1.9, 1.8], [9, 9]].map(([d, loss]) => curves.beyond(d, loss));
    """
    assert run(script) == [[0, 0], [0, 0], [1, 0], [0, 1], [1, 1]]


def test_a_control_keeps_the_keys_that_it_uses_itself_and_no_others():
    script = """
    const { keeps } = await load("input/keys.js");
    const control = (kind) => ({ matches: (kinds) => kinds.split(", ").includes(kind) });
    return ["input[type=range]", "button", "div"].map((kind) => keys.filter((key) => keeps(control(kind), { key })));
    """
    own = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"]
    assert run(script, keys=[*own, " ", "m", "s", "Delete", "Escape", "Enter"]) == [own, [" ", "Enter"], []]

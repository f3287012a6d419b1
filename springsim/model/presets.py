"""Named scenes as data: the paper's, and the lessons'. Random ones come from a seed; in the plane margins are 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from springsim.arrays import Floats
from springsim.model.scene import Scene
from springsim.validation.checks import checked_integer
from springsim.validation.errors import SceneError
from springsim.validation.limits import SEED_MAX

Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Preset:
    """A named scene.

    Attributes
    ----------
    id : str
        Name for `load`, links and tests.
    title, lesson : dict of str
        By language, ``"en"`` and ``"zh"``; a lesson is two sentences.
    build : callable
        Seed → `Scene`.
    random : bool
        Whether the seed matters.
    focus : int or None
        The point from which the scene is best seen, if any.
    """

    id: str
    title: dict[str, str]
    lesson: dict[str, str]
    build: Callable[[int], Scene]
    random: bool = False
    focus: int | None = None


def names() -> tuple[str, ...]:
    """Return the ids of all presets, in the order in which a lecture would take them."""
    return tuple(_PRESETS)


def get(name: str) -> Preset:
    """Return a preset with its words.

    Raises
    ------
    SceneError
        If there is none of that name.
    """
    if not isinstance(name, str) or name not in _PRESETS:
        raise SceneError("preset", name, "one of " + ", ".join(_PRESETS))
    return _PRESETS[name]


def load(name: str, seed: int = 0) -> Scene:
    """Return the scene of a preset.

    Parameters
    ----------
    name : str
        One of `names`.
    seed : int, optional
        For the random ones; the others ignore it.

    Returns
    -------
    Scene

    Raises
    ------
    SceneError
        If there is no such preset, or the seed is not a whole number from 0 to 4294967295.
    """
    return get(name).build(checked_integer("seed", seed, 0, SEED_MAX))


# Figure 2 of the paper, digitised in units of the margin: the centre, the points similar to it and the dissimilar ones.
_CENTRE: Final = [(0.0, 0.0)]
_SOLID: Final = [(-1.04, 0.96), (0.64, 1.20), (-0.65, -0.24), (0.58, -0.32)]
_HOLLOW: Final = [(0.0, 1.13), (0.74, 0.42), (-0.47, 0.16), (-1.21, -0.08), (-0.23, -0.61), (-0.83, -0.87), (0.57, -1.10)]
_GATE: Final = 0.5  # half the distance of the gate's posts, in margins


def _figure2(attract: bool, repulse: bool) -> Scene:
    positions = _CENTRE + _SOLID + _HOLLOW
    similar = [(0, k) for k in range(1, 5)] if attract else []
    dissimilar = [(0, k) for k in range(5, 12)] if repulse else []
    return Scene.from_pairs(positions, similar, dissimilar, margin=1.0, pinned=_first(1, 12), labels=[0] * 5 + [1] * 7)


def _first(k: int, n: int) -> list[bool]:
    return [i < k for i in range(n)]


def _classes(count: int, size: int, spread: float, seed: int) -> Scene:
    rng = np.random.default_rng(seed)
    return Scene.from_labels(rng.normal(scale=spread, size=(count * size, 2)), np.repeat(np.arange(count), size))


def _circle_neighbours(n: int, reach: int) -> Pairs:
    return [(i, (i + k) % n) for i in range(n) for k in range(1, reach + 1)]


def _scattered(n: int, seed: int, spread: float = 0.7) -> Floats:
    return np.random.default_rng(seed).normal(scale=spread, size=(n, 2))


def _ring(seed: int) -> Scene:
    return Scene.from_neighbours(_scattered(18, seed), _circle_neighbours(18, 2))


def _knot(seed: int) -> Scene:
    turn = 2.0 * np.pi * (np.arange(18) + 0.5) / 18
    eight = np.stack([1.5 * np.sin(turn), 0.8 * np.sin(2.0 * turn)], axis=1)
    return Scene.from_neighbours(eight + _scattered(18, seed, 0.02), _circle_neighbours(18, 1))


def _chain(seed: int) -> Scene:
    return Scene.from_neighbours(_scattered(8, seed), [(i, i + 1) for i in range(7)])


def _sheet(seed: int) -> Scene:
    side = 6
    rows, columns = np.divmod(np.arange(side * side), side)
    flat = 0.3 * np.stack([columns, rows], axis=1) - 0.15 * (side - 1)
    right = [(int(i), int(i) + 1) for i in np.flatnonzero(columns < side - 1)]
    up = [(int(i), int(i) + side) for i in np.flatnonzero(rows < side - 1)]
    return Scene.from_neighbours(flat + _scattered(side * side, seed, 0.25), right + up)


def _gate(seed: int) -> Scene:
    posts = [(-_GATE, 0.0), (_GATE, 0.0), (0.0, 0.0)]
    return Scene.from_pairs(
        [*posts, (0.12, 0.03)], [(2, 3)], [(0, 3), (1, 3)], margin=1.0, pinned=_first(3, 4), labels=[1, 1, 0, 0]
    )


def _on_circle(count: int, size: int, margin: float, seed: int) -> Scene:
    turn = 2.0 * np.pi * np.random.default_rng(seed).random(count * size)
    x = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return Scene.from_labels(x, np.repeat(np.arange(count), size), margin=margin, domain="circle")


def _fig2e(seed: int) -> Scene:
    ties = [(0, k) for k in range(1, 5)]
    pinned = [False, True, True, True, True]
    return Scene.from_pairs([(1.1, -0.9), *_SOLID], ties, [], margin=1.0, pinned=pinned)


_ALL: Final = [
    Preset(
        "empty",
        {"en": "Empty board", "zh": "空白画板"},
        {
            "en": "Click to place points: same class, similar; other class, dissimilar. Two of them have a spring, and it acts at once.",
            "zh": "点击即可放置点：同类相似，异类不相似。有了两个点，它们之间的弹簧就会起作用。",
        },
        lambda seed: Scene.from_labels(np.empty((0, 2)), []),
    ),
    Preset(
        "similar-pair",
        {"en": "A similar pair", "zh": "一对相似点"},
        {
            "en": "An attract-only spring pulls at every distance, the harder the longer it is. It rests only at distance 0.",
            "zh": "纯吸引弹簧在任何距离都有拉力，越长拉力越大。只有距离为 0 时它才静止。",
        },
        lambda seed: Scene.from_labels([(-0.8, -0.3), (0.8, 0.3)], [0, 0]),
        focus=0,
    ),
    Preset(
        "dissimilar-pair",
        {"en": "A dissimilar pair", "zh": "一对不相似点"},
        {
            "en": "An m-repulse-only spring pushes while the distance is below the margin. Beyond the margin it does nothing, and it never pulls.",
            "zh": "m 内排斥弹簧只在距离小于间隔 m 时推开两点。超过间隔后它不再起作用，也从不把点拉回来。",
        },
        lambda seed: Scene.from_labels([(-0.1, -0.05), (0.1, 0.05)], [0, 1]),
        focus=0,
    ),
    Preset(
        "fig2a",
        {"en": "Figure 2a: attract-only springs", "zh": "图 2a：纯吸引弹簧"},
        {
            "en": "Every point similar to the centre is pulled towards it, inside and outside the circle alike. The farther it is, the stronger the pull.",
            "zh": "与中心相似的点无论在圆内还是圆外都被拉向中心。距离越远，拉力越大。",
        },
        lambda seed: _figure2(True, False),
        focus=0,
    ),
    Preset(
        "fig2c",
        {"en": "Figure 2c: m-repulse-only springs", "zh": "图 2c：m 内排斥弹簧"},
        {
            "en": "Dissimilar points inside the circle of radius m are pushed out, the closer the harder. Those outside feel nothing.",
            "zh": "半径为 m 的圆内，不相似点被推出去，越近推力越大。圆外的点不受力。",
        },
        lambda seed: _figure2(False, True),
        focus=0,
    ),
    Preset(
        "fig2",
        {"en": "Figure 2: both kinds of springs", "zh": "图 2：两种弹簧"},
        {
            "en": "Similar points are pulled at any distance, dissimilar ones pushed only inside the circle. Drag the handle to change the margin.",
            "zh": "相似点在任何距离都被拉近，不相似点只在圆内被推开。拖动手柄即可改变间隔。",
        },
        lambda seed: _figure2(True, True),
        focus=0,
    ),
    Preset(
        "fig2e",
        {"en": "Figure 2e: pulls in balance", "zh": "图 2e：拉力的平衡"},
        {
            "en": "One point is tied to four fixed ones, and shortening one spring lengthens another. It rests at their mean, where the pulls cancel.",
            "zh": "一个点与四个固定点相连，缩短一根弹簧就会拉长另一根。它停在四点的平均位置，拉力互相抵消。",
        },
        _fig2e,
        focus=0,
    ),
    Preset(
        "tug-of-war",
        {"en": "Tug of war", "zh": "拔河"},
        {
            "en": "The middle point is similar to both others, which are dissimilar to each other. Nobody wins: the distances end at m/3, m/3 and 2m/3.",
            "zh": "中间的点与另外两点相似，而那两点互不相似。没有赢家：三个距离最后是 m/3、m/3 和 2m/3。",
        },
        lambda seed: Scene.from_pairs([(-0.7, 0.5), (0.1, -0.6), (0.5, 0.6)], [(0, 1), (1, 2)], [(0, 2)]),
        focus=1,
    ),
    Preset(
        "both-springs",
        {"en": "One pair, both springs", "zh": "同一对点的两种弹簧"},
        {
            "en": "A pair labelled similar once and dissimilar once carries both springs. It compromises at half the margin, and the loss stays at m²/4.",
            "zh": "一对点既被标为相似又被标为不相似，就带有两种弹簧。它停在间隔的一半处，损失为 m²/4。",
        },
        lambda seed: Scene.from_pairs([(-0.6, 0.2), (0.6, -0.2)], [(0, 1)], [(0, 1)]),
        focus=0,
    ),
    Preset(
        "two-classes",
        {"en": "Two classes", "zh": "两个类别"},
        {
            "en": "Each class gathers in one point, and the two points end a margin apart or a little more. Then no spring pulls or pushes: the loss is 0.",
            "zh": "每个类别聚成一点，两点相距一个间隔或略多。此时没有弹簧在拉或推：损失为 0。",
        },
        lambda seed: _classes(2, 10, 0.7, seed),
        random=True,
    ),
    Preset(
        "five-classes",
        {"en": "Five classes", "zh": "五个类别"},
        {
            "en": "Classes pass through one another on their way, since attraction sums over many mates. All end at least a margin apart.",
            "zh": "吸引力来自众多同类，因此各类在途中会互相穿过。最后各类之间至少相距一个间隔。",
        },
        lambda seed: _classes(5, 8, 0.8, seed),
        random=True,
    ),
    Preset(
        "crowd",
        {"en": "A crowd of strangers", "zh": "互不相似的人群"},
        {
            "en": "Thirty points, all dissimilar, start in a heap. They spread just until nobody is nearer than the margin.",
            "zh": "三十个互不相似的点起初挤成一堆。它们一直散开，直到任何两点的距离都不小于间隔。",
        },
        lambda seed: Scene.from_labels(_scattered(30, seed, 0.3), np.arange(30)),
        random=True,
    ),
    Preset(
        "ring",
        {"en": "A ring unrolls", "zh": "展开成环"},
        {
            "en": "Each of 18 points is similar to two neighbours on either side, dissimilar to all others. From any tangle it unrolls into a circle.",
            "zh": "18 个点各与左右两侧的两个邻居相似，与其余不相似。无论起初怎样缠绕，它都会展开成圆。",
        },
        _ring,
        random=True,
    ),
    Preset(
        "knot",
        {"en": "A ring stays knotted", "zh": "打结的环"},
        {
            "en": "With one neighbour on either side a figure eight is an equilibrium too, of higher loss than the circle. Descent finds a rest, not the best one.",
            "zh": "每侧只有一个邻居时，“8”字形也是平衡态，损失比圆更高。梯度下降找到的是一个静止态，未必是最好的。",
        },
        _knot,
        random=True,
    ),
    Preset(
        "chain",
        {"en": "A chain stretches", "zh": "伸展的链"},
        {
            "en": "Each link is similar to the next, dissimilar to all others. The chain straightens to keep strangers apart.",
            "zh": "每一节与下一节相似，与其余的不相似。不相似的点互相推开，链条于是伸直。",
        },
        _chain,
        random=True,
    ),
    Preset(
        "sheet",
        {"en": "A sheet unfolds", "zh": "展开的网"},
        {
            "en": "A crumpled grid where only neighbours are similar. It unfolds into a plane: the invariant mapping of the paper in miniature.",
            "zh": "一张揉皱的网格，只有相邻点相似。它会展开成平面：这就是论文中不变映射的缩影。",
        },
        _sheet,
        random=True,
    ),
    Preset(
        "gate",
        {"en": "The gate: what the margin does", "zh": "门：间隔的作用"},
        {
            "en": "Two pinned posts, each a = 0.5 from a pin between them, push; the pin pulls. Up to m = 1.5 a = 0.75 the free point rests in the middle; past that it must leave to one side.",
            "zh": "两根固定的柱子（各距中间的固定点 a = 0.5）推，中间的固定点拉。m 不超过 1.5 a = 0.75 时自由点停在正中；超过后它必须偏向一侧。",
        },
        _gate,
        focus=3,
    ),
    Preset(
        "two-on-a-circle",
        {"en": "Two classes on the unit circle", "zh": "单位圆上的两个类别"},
        {
            "en": "Points of norm 1 are never farther apart than 2. With a margin of 2.5 the two classes mostly end opposite each other and still push: each dissimilar pair keeps a loss of ½(m − 2)².",
            "zh": "范数为 1 的点相距不超过 2。间隔为 2.5 时，两个类别多数停在相对的两端，仍在互相推开：每个不相似对都留有 ½(m − 2)² 的损失。",
        },
        lambda seed: _on_circle(2, 6, 2.5, seed),
        random=True,
    ),
    Preset(
        "circle-three-classes",
        {"en": "Three classes on the unit circle", "zh": "单位圆上的三个类别"},
        {
            "en": "On the circle there is only one way round. With a small margin the classes slip past one another, and mostly each gathers in one point.",
            "zh": "在圆上只能绕圆周移动。间隔较小时，各类能彼此穿过，多数情况下每一类都聚成一点。",
        },
        lambda seed: _on_circle(3, 6, 0.4, seed),
        random=True,
    ),
    Preset(
        "circle-torn",
        {"en": "Classes torn by a large margin", "zh": "被大间隔撕裂的类别"},
        {
            "en": "The same start with a margin of 1.5. Strangers no longer let one another pass, and most classes end in pieces, at rest far above the least loss.",
            "zh": "同样的起点，间隔为 1.5。不相似的点互不让路，多数类别停成几块，静止时的损失远高于最小值。",
        },
        lambda seed: _on_circle(3, 6, 1.5, seed),
        random=True,
    ),
    Preset(
        "saddle",
        {"en": "A saddle", "zh": "鞍点"},
        {
            "en": "A dissimilar point exactly between a similar pair is pushed both ways alike. It stays by symmetry alone: one nudge and it escapes.",
            "zh": "不相似的点恰好位于一对相似点正中，两边推力相等。它只靠对称停在那里：轻推一下就会逃离。",
        },
        lambda seed: Scene.from_labels([(-0.7, 0.0), (0.7, 0.0), (0.0, 0.0)], [0, 0, 1]),
        focus=2,
    ),
    Preset(
        "coincident",
        {"en": "All in one place", "zh": "全部重合"},
        {
            "en": "Twelve points of three classes start at the same place, where no direction is given. Each pair is pushed apart along a direction of its own.",
            "zh": "三类共十二个点从同一处出发，没有现成的方向。每一对都沿自己的方向被推开。",
        },
        lambda seed: Scene.from_labels(np.zeros((12, 2)), np.arange(12) % 3),
    ),
]
_PRESETS: Final = {preset.id: preset for preset in _ALL}

"""What the board is sent: one block of bytes, a JSON head and the arrays it names.

Layout, little-endian: length of the head (uint32), the head (UTF-8 JSON), then at offsets that the head gives, each a multiple
of 8 from the end of the padded head, the arrays.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springsim import palette, presets, texts
from springsim.forces import stable_step
from springsim.limits import APP, LABEL_MAX, LINK_MAX
from springsim.losses import dissimilar_loss, similar_loss
from springsim.ui import ahead, commands, state
from springsim.ui.state import Board

_CURVE_END: Final = 5.0  # margins
_CURVE_POINTS: Final = 401
#: Columns of the array ``numbers``, one row a frame.
NUMBERS: Final = ("loss", "mean", "similar", "dissimilar", "residual", "pushing", "step")


def packed(board: Board, known_texts: str = "", known_springs: int = -1) -> bytes:
    """Return the answer for a board that already has the texts of one language and a list of springs."""
    trajectory, entry, scene = board.trajectory, board.entry, board.entry.scene
    head: dict[str, Any] = {
        "epoch": board.epoch,
        "ack": board.ack,
        "serial": board.serial,
        "origin": board.origin,
        "n": len(scene),
        "labels": scene.labels.tolist(),
        "pinned": np.flatnonzero(scene.pinned).tolist(),
        "held": board.held,
        "margin": scene.margin,
        "springs": {"serial": board.tied, "kind": scene.springs.kind, "counts": scene.springs.counts},
        "stable": stable_step(scene),
        "step": entry.step,
        "momentum": entry.momentum,
        "preset": entry.preset,
        "seed": entry.seed,
        "offset": entry.offset,
        "status": trajectory.status,
        "ends": board.ends,
        "saddle": board.saddle,
        "more": not board.ends and board.level < ahead.FULL,
        "level": board.level,
        "cursor": ahead.frame_of_step(trajectory, entry.shown),
        "language": board.language,
        "errors": [texts.error(error, board.language) for error in board.errors],
        "history": _history(board),
    }
    if board.shared is not None:
        head["shared"] = {"seq": board.shared.seq, "kind": board.shared.kind, "text": board.shared.text}
    if known_texts != board.language:
        head["texts"] = texts.of(board.language)
        head["choices"] = _choices(board.language)
    arrays: dict[str, npt.NDArray[Any]] = {
        "positions": trajectory.positions.astype("<f4"),
        "forces": trajectory.forces.astype("<f4"),
        "numbers": _numbers(board).astype("<f8"),
    }
    if known_texts != board.language:
        arrays["curves"] = _curves().astype("<f4")
    if known_springs != board.tied:
        i, j, similar = scene.springs.pairs
        arrays["pairs"] = np.stack([i, j], axis=1).astype("<u2")
        arrays["similar"] = similar.astype("u1")
    return _block(head, arrays)


def _history(board: Board) -> dict[str, Any]:
    """Return the place in the history; after a finished change with the entry itself, so that it outlives the server."""
    entry = board.entry
    history: dict[str, Any] = {
        "index": board.index + board.dropped,
        "first": board.dropped,
        "length": len(board.entries) + board.dropped,
    }
    if board.level > ahead.LIVE and board.held is None:
        history["query"] = state.query(board)
        history["entry"] = {
            "scene": entry.scene.to_json(),
            "preset": entry.preset,
            "pristine": entry.pristine,
            "seed": entry.seed,
            "step": entry.step,
            "momentum": entry.momentum,
            "offset": entry.offset,
            "shown": entry.shown,
        }
        history["shown"] = [each.shown for each in board.entries]
    return history


def _numbers(board: Board) -> npt.NDArray[np.float64]:
    t = board.trajectory
    pairs = max(sum(board.entry.scene.springs.counts), 1)
    columns = {
        "loss": t.loss,
        "mean": t.loss / pairs,
        "similar": t.similar_loss,
        "dissimilar": t.dissimilar_loss,
        "residual": t.residual,
        "pushing": t.pushing,
        "step": t.steps + board.entry.offset,
    }
    return np.stack([np.asarray(columns[name], dtype=np.float64) for name in NUMBERS], axis=1)


def _curves() -> npt.NDArray[np.float64]:
    """Return both partial losses at margin 1, as rows similar and dissimilar; L(c d; c m) = c² L(d; m) gives all others."""
    d = np.linspace(0.0, _CURVE_END, _CURVE_POINTS)
    return np.stack([similar_loss(d), dissimilar_loss(d, 1.0)])


def _choices(language: str) -> dict[str, Any]:
    """Return what the controls offer; sent with the texts, since it changes with them only."""
    offered = [presets.get(name) for name in presets.names()]
    return {
        "presets": [
            {"id": p.id, "title": p.title[language], "lesson": p.lesson[language], "random": p.random, "focus": p.focus}
            for p in offered
        ],
        "margin": [commands.MARGIN_MIN, commands.MARGIN_MAX],
        "step": [commands.STEP_MIN, commands.STEP_MAX],
        "momentum": [0.0, commands.MOMENTUM_MAX],
        "points": APP.points,
        "label": LABEL_MAX,
        "link": LINK_MAX,
        "text": APP.text,
        "curveEnd": _CURVE_END,
        "colours": palette.CLASS_COLOURS,
        "shapes": palette.CLASS_SHAPES,
        "spring": palette.SPRING,
        "force": palette.FORCE,
    }


def _block(head: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> bytes:
    offset, parts = 0, []
    for name, array in arrays.items():
        data = array.tobytes()
        head.setdefault("arrays", {})[name] = [offset, array.shape]
        parts.append(data + bytes(-len(data) % 8))
        offset += len(parts[-1])
    text = json.dumps(head, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
    padding = bytes(-(4 + len(text)) % 8)
    return b"".join([(len(text) + len(padding)).to_bytes(4, "little"), text, b" " * len(padding), *parts])

import dataclasses
import json
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import springsim as ss
from springsim import Scene
from springsim.app.session import address, answer, reducer, state
from springsim.app.session.commands import COMMANDS
from springsim.app.session.history import ENTRIES_MAX
from springsim.app.session.messages import parsed_message
from springsim.board import wire
from springsim.model import presets
from springsim.validation.limits import ANSWER_BYTES, APP, KIND_POINTS
from tests.app.boards import (
    CHANGES,
    EXPORT,
    FILE,
    GESTURE,
    board_of,
    command,
    decoded,
    done,
    dragged,
    fields,
    full,
    message,
    mirrored,
    same,
    sent,
    shared,
    small,
    springs,
    told_springs,
)
from tests.app.session.test_commands import GOOD
from tests.scenes import KINDS, random_scene

pytestmark = pytest.mark.usefixtures("short_looks_ahead")

REQUESTS: dict[str, Any] = {
    "undo": {},
    "redo": {},
    "more": {},
    "rest": {},
    "share": {"kind": "link"},
    "language": {"value": "zh"},
    "restore": None,
    "prepend": None,
    "missing": {"first": 0, "last": 7},
    "run": {"id": "b5c1"},
    "recall": None,
    "pages": {"chosen": {}},
    "cancel": {"gesture": 3},
    "export": EXPORT,
    "poll": {"at": 0},
    "landscape": {"point": 1, "left": -2.0, "right": 2.0, "bottom": -1.5, "top": 1.5},
    "drop": {},
    "inspect": FILE,
    "go": {"page": "paper"},
}


def test_every_operation_is_tested_here():
    assert set(CHANGES) | set(REQUESTS) == set(COMMANDS)


# what each operation does


@pytest.mark.parametrize("kind", KINDS)
def test_add_puts_a_free_point_of_its_class_where_it_is_told(kind):
    before = small(kind)
    after = done(board_of(before), "add", x=0.25, y=-0.75, label=7, to=-1).entry.scene
    assert after.positions.tolist() == [*before.positions.tolist(), [0.25, -0.75]]
    assert after.labels.tolist() == [*before.labels.tolist(), 7]
    assert after.pinned.tolist() == [*before.pinned.tolist(), False]
    new = {"labels": [(i, 5, False) for i in range(5)], "neighbours": [(i, 5, False) for i in range(5)], "pairs": []}
    assert springs(after) == sorted(springs(before) + new[kind])


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_add_ties_the_new_point_to_the_one_it_is_told_where_springs_are_by_hand(kind, label):
    after = done(board_of(small(kind)), "add", x=0, y=0, label=label, to=1).entry.scene
    alone = done(board_of(small(kind)), "add", x=0, y=0, label=label, to=-1).entry.scene
    new = [(1, 5, label == 0)] if kind == "pairs" else []  # point 1 is of class 0
    assert springs(after) == sorted(springs(alone) + new)
    assert after.springs.kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_delete_takes_the_point_and_its_springs_and_renumbers_the_rest(kind):
    before = small(kind)
    after = done(board_of(before), "delete", i=1).entry.scene
    keep = [0, 2, 3, 4]
    assert after.positions.tolist() == before.positions[keep].tolist()
    assert after.labels.tolist() == before.labels[keep].tolist()
    assert after.pinned.tolist() == before.pinned[keep].tolist()
    assert springs(after) == [(keep.index(i), keep.index(j), s) for i, j, s in springs(before) if 1 not in (i, j)]


@pytest.mark.parametrize("kind", KINDS)
def test_move_moves_one_point_and_nothing_else(kind):
    before = small(kind)
    after = done(board_of(before), "move", i=1, x=0.5, y=0.25, **GESTURE).entry.scene
    x = before.positions.copy()
    x[1] = 0.5, 0.25
    assert after == before.replace(positions=x)


def test_a_pinned_point_can_be_moved_and_stays_pinned():
    board = done(board_of(small()), "move", i=4, x=2.0, y=1.0, **GESTURE)
    assert board.entry.scene.pinned.tolist() == [False] * 4 + [True]
    assert (board.trajectory.positions[:, 4] == [2.0, 1.0]).all()


def test_pin_and_unpin():
    board = done(board_of(small()), "pin", i=2, on=True)
    assert board.entry.scene.pinned.tolist() == [False, False, True, False, True]
    assert (board.trajectory.positions[:, 2] == small().positions[2]).all()
    board = done(board, "pin", i=4, on=False)
    assert board.entry.scene.pinned.tolist() == [False, False, True, False, False]
    assert board.trajectory.positions[-1, 4].tolist() != small().positions[4].tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_a_class_ties_points_only_where_springs_go_by_class(kind):
    before = small(kind)
    after = done(board_of(before), "label", i=3, label=0).entry.scene
    assert after.labels.tolist() == [0, 0, 1, 0, 1]
    flipped = {(0, 3), (1, 3)} if kind == "labels" else set()
    assert springs(after) == sorted((i, j, s ^ ((i, j) in flipped)) for i, j, s in springs(before))


@pytest.mark.parametrize("pair", [(0, 1), (3, 2), (0, 2), (1, 3), (4, 3), (0, 4)])
@pytest.mark.parametrize("similar", [False, True])
@pytest.mark.parametrize("dissimilar", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_tie_gives_a_pair_just_these_springs_and_leaves_all_others(kind, pair, similar, dissimilar):
    before = small(kind)
    i, j = pair
    after = done(board_of(before), "tie", i=i, j=j, similar=similar, dissimilar=dissimilar).entry.scene
    low, high = min(pair), max(pair)
    rest = [spring for spring in springs(before) if spring[:2] != (low, high)]
    new = [(low, high, True)] * similar + [(low, high, False)] * dissimilar
    assert springs(after) == sorted(rest + new)
    assert after.positions.tolist() == before.positions.tolist()
    assert after.labels.tolist() == before.labels.tolist()
    stays = kind == "neighbours" and similar != dissimilar
    assert after.springs.kind == ("neighbours" if stays else "pairs")


@pytest.mark.parametrize("kind", KINDS)
def test_by_hand_keeps_every_spring(kind):
    after = done(board_of(small(kind)), "springs", kind="pairs").entry.scene
    assert after.springs.kind == "pairs"
    assert springs(after) == springs(small(kind))
    assert after.labels.tolist() == small(kind).labels.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_by_class_ties_by_the_classes_shown(kind):
    after = done(board_of(small(kind)), "springs", kind="labels").entry.scene
    assert after == small("labels")


@pytest.mark.parametrize("kind", KINDS)
def test_untie_removes_every_spring_and_points_rest(kind):
    board = done(board_of(small(kind)), "springs", kind="none")
    assert springs(board.entry.scene) == []
    assert board.entry.scene.springs.kind == "pairs"
    assert (board.trajectory.status, len(board.trajectory)) == ("equilibrium", 1)


def test_margin_changes_only_the_margin():
    for value in (0.1, 0.7, 3.0, 1e-6, 1e6):
        assert done(board_of(small()), "margin", value=value, **GESTURE).entry.scene == small(margin=value)


def test_step_and_momentum_are_those_of_the_descent():
    board = done(done(board_of(small()), "step", value=1.5, **GESTURE), "momentum", value=0.5, **GESTURE)
    assert board.entry.settings == {"step": 1.5, "momentum": 0.5}
    assert board.entry.scene == small()
    assert board.trajectory.step_size == pytest.approx(1.5 / 5)  # λ is n where every pair has a spring
    assert board.trajectory.momentum == 0.5


@pytest.mark.parametrize("name", presets.names())
def test_preset_loads_what_its_address_opens(name):
    board = done(board_of(small(), step="1.5", momentum="0.25"), "preset", id=name, seed=4)
    assert board.entry == state.Entry(presets.load(name, 4), name, True, 4)


def test_scatter_puts_free_points_at_random_by_the_seed():
    once, again, other = (done(board_of(small()), "scatter", seed=seed).entry for seed in (5, 5, 6))
    assert once == again
    assert once.seed == 5
    assert (once.scene.positions[:4] != other.scene.positions[:4]).all()
    assert (once.scene.positions[4] == small().positions[4]).all()
    assert once.scene.replace(positions=small().positions) == small()


def test_nudge_moves_free_points_a_little():
    shift = done(board_of(small()), "nudge", seed=2).entry.scene.positions - small().positions
    assert (shift[4] == 0.0).all()
    assert (shift[:4] != 0.0).all()
    assert np.abs(shift).max() < 0.01


def test_clear_leaves_an_empty_board_with_the_margin():
    board = done(board_of(small("pairs")), "clear")
    assert (len(board.entry.scene), board.entry.scene.margin) == (0, 1.2)
    board = done(done(board, "add", x=0, y=0, label=0, to=-1), "add", x=1, y=0, label=0, to=-1)
    assert springs(board.entry.scene) == [(0, 1, True)]


def test_open_shows_the_file():
    scene = random_scene("neighbours", 6, seed=1, pins=1)
    board = done(address.opened({"preset": "ring"}, "en"), "open", text=scene.to_json())
    assert board.entry.scene == scene
    assert (board.entry.preset, board.entry.pristine) == ("", False)


def test_share_gives_a_link_and_a_file_of_what_is_seen():
    board = board_of(small(), step="1.5", momentum="0.25")
    frame = len(board.trajectory) // 2
    seen = small().replace(positions=board.trajectory.positions[frame])
    after = done(board, "share", frame, kind="link")
    assert (shared(after).seq, shared(after).kind) == (1, "link")
    opened = address.opened(fields(shared(after).text), "zh")
    assert (opened.entry.scene, opened.entry.settings) == (seen, {"step": 1.5, "momentum": 0.25})
    assert opened.language == "en"
    after = done(after, "share", frame, kind="file")
    assert (shared(after).seq, shared(after).kind) == (2, "file")
    assert Scene.from_json(shared(after).text) == seen
    after = done(after, "share", frame, kind="start")
    assert (shared(after).seq, shared(after).kind) == (3, "start")
    assert address.opened(fields(shared(after).text), "zh").entry == board.entry
    assert after.entries == board.entries
    assert after.trajectory is board.trajectory


def test_language_changes_the_words_and_nothing_else():
    board = board_of(small())
    after = done(board, "language", value="zh")
    assert after == dataclasses.replace(board, language="zh", ack=1)


# log, numbers and history


@pytest.mark.parametrize("op", CHANGES)
def test_a_change_is_one_entry_and_undo_and_redo_lead_back_and_forth(op):
    board = board_of(small())
    changed = done(board, op, **CHANGES[op])
    assert len(changed.entries) == 2
    assert (changed.index, changed.ack, changed.serial, changed.origin) == (1, 1, 1, 1)
    undone = done(changed, "undo")
    assert same(undone.entry, board.entry)
    assert (undone.index, len(undone.entries), undone.serial) == (0, 2, 2)
    assert (undone.trajectory.positions == board.trajectory.positions).all()
    redone = done(undone, "redo")
    assert same(redone.entry, changed.entry)
    assert (redone.index, redone.serial) == (1, 3)


@pytest.mark.parametrize("op", [*CHANGES, "language", "share", "more", "rest"])
def test_a_repeated_message_changes_nothing_and_gets_the_same_answer(op):
    board = done(board_of(small()), "nudge", seed=0)
    parsed = parsed_message(message(board, command(op, **{**CHANGES, **REQUESTS}[op])))
    once = reducer.handled(board, parsed)
    twice = reducer.handled(once, parsed)
    assert twice == once
    assert answer.packed(twice) == answer.packed(once)


def test_a_repeated_refusal_is_said_again_once():
    board = board_of(small())
    parsed = parsed_message(message(board, command("delete", i=9), command("fly"), command("share", kind="file")))
    once = reducer.handled(board, parsed)
    assert [error.field for error in once.errors] == ["delete.i", "command.op"]
    assert shared(once).text == small().to_json()
    assert reducer.handled(once, parsed) == once
    assert sent(once, command("undo")).errors == ()
    assert sent(once, command("undo")).shared is None


def test_a_message_with_old_and_new_commands_applies_the_new_ones():
    board = board_of(small())
    first = message(board, command("nudge", seed=1))
    after = reducer.handled(board, parsed_message(first))
    both = {**message(after), "commands": [*first["commands"], {"seq": 2, "op": "pin", "i": 0, "on": True}]}
    after = reducer.handled(after, parsed_message(both))
    assert (len(after.entries), after.ack) == (3, 2)


@pytest.mark.parametrize("op", CHANGES)
def test_commands_of_a_foreign_epoch_are_left_alone(op):
    board = board_of(small())
    raw = message(board, command(op, **CHANGES[op]), command("language", value="zh"), command("fly"))
    assert reducer.handled(board, parsed_message({**raw, "epoch": "another"})) is board


REFUSED = [
    command("delete", i=5),
    command("add", x=0, y=0, label=0, to=5),
    command("move", i=299, x=0, y=0, **GESTURE),
    command("tie", i=1, j=1, similar=True, dissimilar=False),
    command("tie", i=1, j=5, similar=True, dissimilar=False),
    command("preset", id="none such", seed=0),
    command("open", text="{}"),
    command("open", text=random_scene("labels", APP.points + 1).to_json()),
    command("margin", value=0, **GESTURE),
    command("restore", entries=[], index=0),
    command("fly"),
]


@pytest.mark.parametrize("bad", REFUSED, ids=lambda c: c["op"])
def test_a_refused_command_is_acknowledged_and_the_others_of_the_message_stand(bad):
    board = board_of(small())
    alone = sent(board, bad)
    assert (alone.ack, len(alone.errors)) == (1, 1)
    assert (alone.entries, alone.index, alone.serial) == (board.entries, 0, 0)
    assert alone.trajectory is board.trajectory
    among = sent(board, command("pin", i=0, on=True), bad, command("label", i=0, label=3))
    assert (among.ack, len(among.errors), len(among.entries)) == (3, 1, 3)
    assert among.entry.scene.pinned[0]
    assert among.entry.scene.labels[0] == 3


def test_what_was_refused_is_not_kept_in_memory():
    board = board_of(small())
    tracemalloc.start()
    kept = [sent(board, command("open", text=" " * 1_900_000 + "[")) for _ in range(2)]
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert [len(b.errors) for b in kept] == [1, 1]
    assert size < 500_000


def test_undo_and_redo_stop_at_the_ends_of_the_history():
    board = board_of(small())
    after = sent(board, command("undo"), command("redo"))
    assert after == dataclasses.replace(board, ack=2)


def test_a_change_after_undo_forgets_what_was_undone():
    board = board_of(small())
    for i in range(3):
        board = done(board, "pin", i=i, on=True)
    board = done(sent(board, command("undo"), command("undo")), "label", i=0, label=9)
    assert (board.index, len(board.entries)) == (2, 3)
    assert board.entry.scene.pinned.tolist() == [True, False, False, False, True]
    assert done(board, "redo").entry is board.entry


def test_history_is_bounded_and_says_how_much_was_dropped():
    board = board_of(small())
    board = sent(board, *[command("label", i=0, label=k) for k in range(130)])
    assert (len(board.entries), board.index, board.dropped) == (ENTRIES_MAX, 99, 31)
    assert [int(entry.scene.labels[0]) for entry in board.entries] == list(range(30, 130))
    history = decoded(answer.packed(board))[0]["history"]
    assert (history["first"], history["index"], history["length"]) == (31, 130, 131)
    board = sent(board, *[command("undo")] * 120)
    assert (board.index, board.dropped, int(board.entry.scene.labels[0])) == (0, 31, 30)


# gestures


def test_a_drag_is_one_entry_and_undo_returns_to_before_it():
    start = done(board_of(small()), "nudge", seed=0)
    board = start
    for k in range(4):
        board = dragged(board, k)
        assert (len(board.entries), board.index) == (3, 2)
    board = dragged(board, 4, live=False)
    assert (len(board.entries), board.index) == (3, 2)
    assert board.entry.scene.positions[1].tolist() == [0.54, 0.25]
    assert same(done(board, "undo").entry, start.entry)


def test_two_drags_are_two_entries_and_a_gesture_without_number_is_never_one():
    board = dragged(dragged(board_of(small()), 0, 8, False), 1, 9, False)
    assert len(board.entries) == 3
    board = dragged(dragged(board, 2, 0, False), 3, 0, False)
    assert len(board.entries) == 5


@pytest.mark.parametrize("op", ["margin", "step", "momentum"])
def test_a_slider_is_one_entry(op):
    board = board_of(small())
    for k, live in enumerate([True, True, True, False]):
        board = done(board, op, value=0.5 + 0.1 * k, gesture=3, live=live)
    assert len(board.entries) == 2
    assert same(done(board, "undo").entry, board_of(small()).entry)


def test_a_drag_that_goes_on_after_undo_is_a_change_of_its_own():
    start = board_of(small())
    board = done(dragged(start, 0), "undo")
    board = dragged(dragged(board, 1), 2, live=False)
    assert (len(board.entries), board.index) == (2, 1)
    assert same(board.entries[0], start.entry)
    assert board.entry.scene.positions[1].tolist() == [0.52, 0.25]


def test_another_change_within_a_gesture_splits_it_into_two_entries():
    board = dragged(done(dragged(board_of(small()), 0), "label", i=0, label=4), 1)
    assert len(board.entries) == 4


def test_the_end_of_a_gesture_is_final_even_where_nothing_moves():
    board = done(address.opened({"preset": "empty"}, "en"), "margin", value=2.0, gesture=5, live=True)
    assert "entry" not in decoded(answer.packed(board))[0]["history"]
    board = done(board, "margin", value=2.0, gesture=5, live=False)
    history = decoded(answer.packed(board))[0]["history"]
    assert history["entry"]["scene"] == board.entry.scene.to_json()
    assert history["query"] == "preset=empty&margin=2.0&lang=en"


# the frame that was seen


@pytest.mark.parametrize("op", CHANGES)
@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_change_starts_from_the_frame_seen_exactly(op, share):
    board = board_of(small())
    frame = round(share * (len(board.trajectory) - 1))
    after = done(board, op, frame, **CHANGES[op])
    seen = board.trajectory.positions[frame]
    x = after.entry.scene.positions
    if op in ("pin", "label", "tie", "springs", "margin", "step", "momentum", "resume"):
        assert x.tolist() == seen.tolist()
    elif op == "add":
        assert x[:-1].tolist() == seen.tolist()
    elif op == "move":
        assert np.delete(x, 1, 0).tolist() == np.delete(seen, 1, 0).tolist()
    elif op == "delete":
        assert x.tolist() == np.delete(seen, 1, 0).tolist()
    elif op == "nudge":
        assert np.abs(x - seen).max() < (0.01 if share < 1.0 else 0.2)
    elif op == "domain":
        np.testing.assert_allclose(x, seen / np.hypot(*seen.T)[:, None], atol=1e-15)
    assert after.entries[0].shown == board.trajectory.steps[frame]


def test_a_change_seen_on_another_trajectory_starts_from_the_entry():
    board = board_of(small())
    raw = message(board, command("pin", i=0, on=True), frame=5)
    after = reducer.handled(board, parsed_message({**raw, "seen": [7, 5]}))
    assert after.entry.scene.positions.tolist() == small().positions.tolist()


def test_a_frame_beyond_the_last_is_the_last():
    board = board_of(small())
    after = sent(board, command("pin", i=0, on=True), frame=9999)
    assert after.entry.scene.positions.tolist() == board.trajectory.positions[-1].tolist()


def test_the_second_change_of_a_message_goes_on_from_the_first():
    board = board_of(small())
    after = sent(board, command("pin", i=0, on=True), command("label", i=0, label=5), frame=9)
    assert [entry.shown for entry in after.entries] == [int(board.trajectory.steps[9]), 0, 0]
    assert after.entry.scene.positions.tolist() == board.trajectory.positions[9].tolist()


def test_undo_shows_the_very_frame_that_was_left_and_redo_too():
    board = board_of(small())
    after = done(board, "label", 17, i=0, label=5)
    undone = done(after, "undo", 6)
    cursor = decoded(answer.packed(undone))[0]["cursor"]
    assert cursor == 17
    assert undone.trajectory.positions[cursor].tolist() == board.trajectory.positions[17].tolist()
    redone = done(undone, "redo", 17)
    assert decoded(answer.packed(redone))[0]["cursor"] == 6


def test_undoing_twice_in_one_message_keeps_the_step_noted_in_each_entry():
    first = board_of(small())
    second = done(first, "label", 17, i=0, label=5)
    third = done(second, "label", 9, i=0, label=6)
    board = sent(third, command("undo"), command("undo"), frame=3)
    noted = [int(first.trajectory.steps[17]), int(second.trajectory.steps[9]), int(third.trajectory.steps[3])]
    assert [entry.shown for entry in board.entries] == noted


def test_resume_continues_where_the_trajectory_stopped():
    board = board_of(small("neighbours"), step="0.05")
    assert board.trajectory.status == "max_steps"
    last = int(board.trajectory.steps[-1])
    after = done(board, "resume", len(board.trajectory) - 1)
    assert after.entry.offset == last
    assert after.entry.scene.positions.tolist() == board.trajectory.positions[-1].tolist()
    whole = ss.simulate(small("neighbours"), steps=2 * last, step_size=0.05 / 5, tol=1e-6)
    k = np.flatnonzero(after.trajectory.steps <= last)[-1]
    at = int(np.flatnonzero(whole.steps <= last + after.trajectory.steps[k])[-1])
    assert after.trajectory.positions[k] == pytest.approx(whole.positions[at], abs=0.02)
    numbers = decoded(answer.packed(after))[1]["numbers"]
    assert numbers[0, wire.NUMBERS.index("step")] == last
    again = done(after, "resume", len(after.trajectory) - 1)
    assert again.entry.offset == last + int(after.trajectory.steps[-1])
    assert done(again, "pin", i=0, on=True).entry.offset == 0


# the springs a board knows


def _commands():
    point = st.integers(0, 5)
    flag = st.booleans()
    number = st.floats(-1.5, 1.5)
    gesture = {"gesture": st.integers(0, 2), "live": flag}
    return st.one_of(
        st.builds(command, st.just("add"), x=number, y=number, label=st.integers(0, 2), to=st.integers(-1, 5)),
        st.builds(command, st.just("move"), i=point, x=number, y=number, **gesture),
        st.builds(command, st.just("delete"), i=point),
        st.builds(command, st.just("pin"), i=point, on=flag),
        st.builds(command, st.just("label"), i=point, label=st.integers(0, 2)),
        st.builds(command, st.just("tie"), i=point, j=point, similar=flag, dissimilar=flag),
        st.builds(command, st.just("springs"), kind=st.sampled_from(["labels", "pairs", "none"])),
        st.builds(command, st.just("margin"), value=st.floats(0.1, 3.0), **gesture),
        st.builds(command, st.sampled_from(["undo", "redo", "more", "resume", "clear"])),
        st.builds(command, st.just("undo")),
        st.builds(command, st.just("preset"), id=st.sampled_from(["saddle", "tug-of-war", "gate"]), seed=st.just(0)),
    )


@given(st.lists(st.lists(_commands(), min_size=1, max_size=4), max_size=5), st.data())
@settings(max_examples=25)
def test_after_any_commands_an_answer_has_the_springs_and_the_place_in_the_history(messages, data):
    known: list[tuple[int, int, bool]] = []
    board, serial, ack = board_of(small("pairs")), -1, 0
    for commands in messages:
        frame = data.draw(st.integers(0, len(board.trajectory) - 1))
        board = sent(board, *commands, frame=frame)
        ack += len(commands)
        head, arrays = decoded(answer.packed(board, "en", serial))
        if head["springs"]["serial"] != serial:
            known, serial = told_springs(head, arrays), head["springs"]["serial"]
        else:
            assert not {"similar", "dissimilar"} & set(arrays)
        assert known == springs(board.entry.scene)
        assert head["ack"] == board.ack == ack
        assert 0 <= board.index < len(board.entries)
        assert board.trajectory.positions[0].tolist() == board.entry.scene.positions.tolist()
        assert np.isfinite(board.trajectory.positions).all()


def test_positions_of_a_long_history_share_their_springs():
    board = board_of(random_scene("pairs", 60, seed=1))
    board = sent(board, *[command("move", i=0, x=0.01 * k, y=0.0, **GESTURE) for k in range(50)])
    assert len({id(entry.scene.springs) for entry in board.entries}) == 1


def test_a_full_history_of_the_largest_scene_stays_small():
    board = done(address.opened({}, "en"), "open", text=full("pairs").to_json())
    board = sent(board, *[command("move", i=0, x=0.01 * k, y=0.0, **GESTURE) for k in range(ENTRIES_MAX + 5)])
    assert len(board.entries) == ENTRIES_MAX
    held = {id(array): array.nbytes for e in board.entries for array in (e.scene.positions, e.scene.pinned)}
    assert sum(held.values()) < 4_000_000
    assert len({id(entry.scene.springs) for entry in board.entries}) == 1


# of which kind an equilibrium is


def test_the_kind_of_an_equilibrium_of_many_points_is_found_on_request_only():
    board = done(board_of(at_rest(80)), "pin", i=0, on=True)
    run = board.trajectory
    assert run.converged
    head, arrays = decoded(answer.packed(board))
    assert (head["rest"], head["later"], head["told"]) == (None, True, False)
    told = done(board, "rest", len(run) - 1)
    assert told.trajectory is run
    found = ss.stability(run.final)
    head, arrays = decoded(answer.packed(told, "en", told.springs_serial, told.serial))
    assert head["rest"].items() >= {"kind": found.kind, "unstable": found.unstable, "flat": found.flat}.items()
    assert (head["later"], head["told"]) == (False, True)
    assert "moves" not in arrays
    assert ("mode" in arrays) == (found.softest is not None)
    assert done(told, "language", value="zh").rest is told.rest


def test_a_nudge_of_many_points_at_rest_follows_the_mode_whether_or_not_it_was_asked_for():
    board = done(board_of(at_rest(80)), "pin", i=0, on=True)
    last = len(board.trajectory) - 1
    assert decoded(answer.packed(board))[0]["later"]
    straight = done(board, "nudge", last, seed=0).entry
    asked = done(done(board, "rest", last), "nudge", last, seed=0).entry
    assert same(straight, asked)


def test_the_kind_of_an_equilibrium_of_very_many_points_is_not_found():
    board = done(board_of(at_rest(KIND_POINTS + 1)), "margin", value=0.9, gesture=0, live=False)
    assert board.trajectory.converged
    head, _ = decoded(answer.packed(done(board, "rest", len(board.trajectory) - 1)))
    assert (head["rest"], head["later"]) == (None, False)


def at_rest(n: int) -> Scene:
    """Return points of as many classes, all farther apart than the margin."""
    return Scene.from_labels(np.stack([2.0 * np.arange(n), np.zeros(n)], axis=1), np.arange(n))


# dragging, taken back


@pytest.mark.parametrize(("op", "args"), [("move", {"i": 1, "x": 0.9, "y": 0.4}), ("margin", {"value": 2.5})])
def test_a_gesture_that_is_cancelled_leaves_no_trace(op, args):
    board = done(board_of(small()), "nudge", seed=0)
    dragged = done(board, op, 4, **args, gesture=7, live=True)
    dragged = done(dragged, op, **args, gesture=7, live=True)
    assert len(dragged.entries) == len(board.entries) + 1
    after = done(dragged, "cancel", gesture=7)
    assert (after.held, after.index, len(after.entries)) == ((), board.index, len(board.entries))
    assert all(map(same, after.entries, board.entries))
    assert after.entry.shown == board.step_at(4)
    assert done(after, "cancel", gesture=7).entries == after.entries


def test_cancelling_a_gesture_that_has_done_nothing_yet_lets_go_and_changes_nothing():
    board = done(board_of(small()), "move", i=1, x=0.9, y=0.4, gesture=6, live=False)
    assert done(board, "cancel", gesture=7).entries == board.entries


# restoring


def test_a_link_is_shown_and_undo_leads_back_to_what_was_kept():
    own = done(board_of(small()), "move", **CHANGES["move"])
    mirror = [mirrored(done(own, "undo")), mirrored(own)]
    link = address.opened({"preset": "ring"}, "en")
    after = done(link, "prepend", entries=mirror, index=1)
    assert (after.entry, after.index, len(after.entries)) == (link.entry, 2, 3)
    assert (after.trajectory.positions == link.trajectory.positions).all()
    back = done(after, "undo")
    assert same(back.entry, own.entry)
    assert same(done(back, "undo").entry, own.entries[0])


def test_entries_that_no_answer_was_about_are_given_whole_as_long_as_there_is_room():
    before = done(board_of(small()), "tie", **CHANGES["tie"])
    first = done(before, "margin", **CHANGES["margin"])
    both = sent(before, command("margin", **CHANGES["margin"]), command("move", **CHANGES["move"]))
    place = decoded(answer.packed(both))[0]["history"]
    assert len(set(place["numbers"])) == len(both.entries) == place["index"] + 1
    asked = done(both, "missing", first=place["index"] - 1, last=place["index"] - 1)
    told = decoded(answer.packed(asked, asked.language, asked.springs_serial, asked.serial))[0]["history"]["missing"]
    assert [(k, number) for k, number, _ in told] == [(place["index"] - 1, place["numbers"][-2])]
    back = done(address.opened({}, "en"), "restore", entries=[told[0][2], mirrored(both)], index=0)
    assert same(back.entry, first.entry)
    wide = done(board_of(small()), "open", text=full("pairs").to_json())
    crowd = sent(wide, *[command("move", i=0, x=0.1 * k, y=0.0) for k in range(4)])
    asked = done(crowd, "missing", first=0, last=4)
    data = answer.packed(asked, asked.language, asked.springs_serial, asked.serial)
    assert len(data) < ANSWER_BYTES
    assert [entry is None for _, _, entry in decoded(data)[0]["history"]["missing"]][-1]


def test_how_the_board_was_looked_at_goes_back_checked_and_once():
    look = {**GOOD["recall"], "selected": 1, "step": 3}
    after = done(board_of(small()), "recall", **look)
    head, _ = decoded(answer.packed(after))
    assert head["recalled"] == {"seq": after.ack, **look}
    assert "recalled" not in decoded(answer.packed(done(after, "more")))[0]
    assert sent(board_of(small()), command("recall", **{**look, "scale": 0})).errors


def test_restore_brings_the_history_back_exactly():
    board = address.opened({"preset": "ring", "seed": "3", "step": "0.7"}, "en")
    mirror = [mirrored(board)]
    for op in ("move", "tie", "margin", "momentum", "scatter"):
        board = done(board, op, 3, **CHANGES[op])
        mirror.append(mirrored(board))
    board = done(board, "undo")
    mirror[board.index] = mirrored(board)
    mirror = json.loads(json.dumps(mirror))
    fresh = done(address.opened({}, "en"), "restore", entries=mirror, index=board.index)
    assert (fresh.index, fresh.dropped) == (board.index, 0)
    assert len(fresh.entries) == len(board.entries)
    assert all(map(same, fresh.entries, board.entries))
    assert (fresh.trajectory.positions == board.trajectory.positions).all()
    assert same(done(fresh, "redo").entry, done(board, "redo").entry)
    assert address.query(fresh) == address.query(board)


def test_restored_entries_share_springs_that_are_equal():
    board = board_of(random_scene("pairs", 20, seed=1))
    mirror = [mirrored(board)]
    for k in range(3):
        board = done(board, "move", i=0, x=0.1 * k, y=0.0, **GESTURE)
        mirror.append(mirrored(board))
    board = done(board, "tie", **CHANGES["tie"])
    mirror.append(mirrored(board))
    fresh = done(address.opened({}, "en"), "restore", entries=mirror, index=4)
    assert all(map(same, fresh.entries, board.entries))
    assert len({id(entry.scene.springs) for entry in fresh.entries}) == 2


def test_commands_after_restore_in_the_same_message_act_on_what_was_restored():
    document = mirrored(board_of(small()))
    after = sent(
        address.opened({}, "en"), command("restore", entries=[document], index=0), command("pin", i=0, on=True), frame=4
    )
    assert after.errors == ()
    assert after.entry.scene == small().replace(pinned=[True, False, False, False, True])


BAD_ENTRIES: dict[str, tuple[dict[str, Any], int, str]] = {
    "index": ({}, 1, "restore.index"),
    "scene": ({"scene": "{}"}, 0, "format"),
    "preset": ({"preset": "none such"}, 0, "preset"),
    "pristine without preset": ({"preset": "", "pristine": True}, 0, "restore.entries[0].pristine"),
    "step": ({"step": 2.6}, 0, "restore.entries[0].step"),
    "seed": ({"seed": -1}, 0, "restore.entries[0].seed"),
    "unknown": ({"gesture": 1}, 0, "restore.entries[0]"),
    "points": ({"scene": random_scene("labels", APP.points + 1).to_json()}, 0, "positions"),
}


@pytest.mark.parametrize("case", BAD_ENTRIES)
def test_a_bad_history_is_refused_whole(case):
    change, index, field = BAD_ENTRIES[case]
    document = mirrored(address.opened({"preset": "gate"}, "en"))
    board = board_of(small())
    after = sent(board, command("restore", entries=[{**document, **change}], index=index))
    assert [error.field for error in after.errors] == [field]
    assert after.entries == board.entries
    assert answer.packed(after)


@pytest.mark.parametrize("frame", [0, 5])
def test_an_entry_stays_the_preset_only_while_nothing_but_margin_step_and_momentum_differ(frame):
    board = address.opened({"preset": "ring"}, "en")
    for op in ("margin", "step", "momentum"):
        assert done(board, op, frame, **CHANGES[op]).entry.pristine == (frame == 0)
    for op in ("add", "move", "delete", "pin", "label", "tie", "springs", "scatter", "nudge", "clear", "open"):
        assert not done(board, op, frame, **CHANGES[op]).entry.pristine
    assert done(done(board, "nudge", seed=0), "undo").entry.pristine


def test_a_history_of_many_springs_by_hand_forgets_its_oldest_entries():
    n = 300
    board = board_of(Scene.from_labels(np.random.default_rng(0).normal(size=(n, 2)), np.arange(n) % 3))
    for k in range(16):
        board = done(board, "tie", i=0, j=1 + k, similar=True, dissimilar=False)
    listed = {id(e.scene.springs): len(e.scene.springs.similar) + len(e.scene.springs.dissimilar) for e in board.entries}
    assert sum(listed.values()) <= 500_000
    assert board.dropped == 17 - len(board.entries) > 0
    assert board.index == len(board.entries) - 1 > 5
    assert done(board, "undo").entry is board.entries[-2]

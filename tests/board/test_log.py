"""The board's log of commands, and its mirror of the history."""

from tests.board.scripts import run


def test_what_no_answer_was_about_is_asked_for_and_what_was_replaced_is_forgotten():
    script = """
    const { CommandLog } = await load("state/wire.js");
    const log = new CommandLog(() => ({}), () => {});
    log.send = () => {};
    globalThis.window = { setTimeout: () => 0 };
    const entry = (name) => ({ scene: name, shown: 0 });
    const told = [];
    const hear = (history) => {
      log.answered({ epoch: "e", ack: log.next - 1, history }, {});
      const asked = log.queue.map(({ op, first, last }) => [op, first, last]);
      told.push([asked, [...log.entries].sort().map(([k, { scene }]) => [k, scene])]);
    };
    hear({ index: 0, first: 0, length: 1, entry: entry("a"), shown: [0], numbers: [0] });
    hear({ index: 2, first: 0, length: 3, entry: entry("c"), shown: [0, 0, 0], numbers: [0, 1, 2] });
    hear({ index: 2, first: 0, length: 3, missing: [[1, 1, entry("b")]] });
    hear({ index: 2, first: 0, length: 3, entry: entry("e"), shown: [0, 0, 0], numbers: [0, 3, 4] });
    hear({ index: 2, first: 0, length: 3, missing: [[1, 3, null]] });
    hear({ index: 2, first: 0, length: 3, entry: entry("e"), shown: [0, 0, 0], numbers: [0, 3, 4] });
    return told;
    """
    asked = [["missing", 1, 1]]
    assert run(script) == [
        [[], [[0, "a"]]],
        [asked, [[0, "a"], [2, "c"]]],
        [[], [[0, "a"], [1, "b"], [2, "c"]]],
        [asked, [[0, "a"], [2, "e"]]],
        [[], [[0, "a"], [2, "e"]]],
        [[], [[0, "a"], [2, "e"]]],
    ]

"""The examples in docstrings give what they say."""

import doctest
import importlib
from pathlib import Path

import pytest

import springsim
import springsim.export

PACKAGE = Path(springsim.__file__).parent
EXAMPLES = [
    ".".join(("springsim", *file.relative_to(PACKAGE).with_suffix("").parts))
    for file in sorted(PACKAGE.rglob("*.py"))
    if ">>> " in file.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("module", EXAMPLES)
def test_the_examples_of_a_module_give_what_they_say(module):
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert tried > 0
    assert failed == 0, "what was expected and what came is above"


def test_modules_of_export_are_there_by_name():
    assert springsim.export.data.points_csv
    assert springsim.export.player.page
    assert callable(springsim.export.animation.animate)

import re
from pathlib import Path

import pytest

import springsim
from springsim.texts import en, zh

CODE = "\n".join(path.read_text(encoding="utf-8") for path in (Path(springsim.__file__).parent / "figures").rglob("*.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_figures_have_the_same_words_in_both_languages():
    assert list(en.FIGURES) == list(zh.FIGURES)


@pytest.mark.parametrize("name", en.FIGURES)
def test_a_word_has_the_same_gaps_and_mathematics_in_both_languages(name):
    for pattern in (r"\{\w+\}", r"\$[^$]*\$"):
        assert sorted(re.findall(pattern, en.FIGURES[name])) == sorted(re.findall(pattern, zh.FIGURES[name]))
    assert CHINESE.search(zh.FIGURES[name])
    assert not CHINESE.search(en.FIGURES[name])


@pytest.mark.parametrize("name", en.FIGURES)
def test_every_word_is_in_some_figure(name):
    assert f'"{name}"' in CODE

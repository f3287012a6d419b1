import re
from pathlib import Path

import springsim
from springsim.texts import en, zh

CODE = "\n".join(path.read_text(encoding="utf-8") for path in (Path(springsim.__file__).parent / "figures").rglob("*.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_figures_have_the_same_words_in_both_languages():
    assert list(en.FIGURES) == list(zh.FIGURES)


def test_a_word_has_the_same_gaps_and_mathematics_in_both_languages():
    for name, english in en.FIGURES.items():
        chinese = zh.FIGURES[name]
        for pattern in (r"\{\w+\}", r"\$[^$]*\$"):
            gaps = [sorted(part.strip("$()") for part in re.findall(pattern, words)) for words in (english, chinese)]
            assert gaps[0] == gaps[1], name  # brackets are full-width in Chinese, and no mathematics
        assert CHINESE.search(chinese), name
        assert not CHINESE.search(english), name


def test_every_word_is_in_some_figure():
    axes = [name for name in en.FIGURES if name.startswith("axis_")]  # of recorded runs, by what their steps are
    assert "texts.axis(" in CODE
    assert [name for name in en.FIGURES if f'"{name}"' not in CODE and name not in axes] == []

"""What the pages of ``docs/`` are made of; their code is run by ``make docs``, which ``make test`` begins with."""

import re
from pathlib import Path

import pytest

import springsim
from docs.extension import gallery, limits, running

DOCS = Path(__file__).parents[1] / "docs"
BUILT = DOCS.parent / "build" / "docs"
built = pytest.mark.skipif(not (BUILT / "limits.html").is_file(), reason="the pages are not built: make docs")
#: What a page loads by itself, unlike a link that is followed.
LOADED = re.compile(
    r"""<(?:script|img|iframe|source|link)\b[^>]*?\b(?:src|srcset|href)=["']?(?:https?:)?//|url\(["']?https?:|@import"""
)


def test_every_public_name_has_a_page():
    listed = re.findall(r"^   springsim\.([\w.]+)$", (DOCS / "api.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(set(springsim.__all__) - set(listed)) == []
    assert len(listed) == len(set(listed))


def test_every_limit_is_in_the_table_with_its_value_and_a_comment():
    named = {name: value for name, value in vars(springsim.limits).items() if name.isupper()}
    rows = {name: (value, comment) for name, value, comment in limits.rows()}
    assert {name.split(".")[0] for name in rows} == named.keys()
    assert [name for name, (_, comment) in rows.items() if not comment] == []
    for name, value in named.items():
        if isinstance(value, int | float):
            assert float(rows[name][0].replace(",", "")) == value
    assert limits.table().count("\n") == len(rows) + 2


def test_every_page_is_listed():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    names = [path.relative_to(DOCS).with_suffix("").as_posix() for path in running.pages()]
    assert [name for name in names if name != "index" and not re.search(rf"^{name}$", index, flags=re.MULTILINE)] == []


@pytest.mark.parametrize(
    ("block", "line", "said"),
    [
        ("```python\nx = 1\nx / 0\n```\n", 5, "division by zero"),
        ("```python\nimport warnings\nwarnings.warn('old')\n```\n", 5, "old"),
        ("```sh\nspringsim draw nothing.json -o a.svg\n```\n", 3, "exit status 2"),
    ],
)
def test_code_of_a_page_that_fails_is_named_with_its_line(block, line, said, capsys):
    with pytest.raises(RuntimeError, match=rf"^page\.md, line {line}: .*{said}"):
        list(running.run(f"A page.\n\n{block}", "page.md"))
    capsys.readouterr()


def test_below_code_stands_what_it_printed_and_drew_for_light_and_dark_pages():
    code = "import springsim as ss\nprint('seen')\n# Both\n# curves\nfigure = ss.figures.figure1(style=\"lecture\")\n"
    text = f"```python\n{code}```\n"
    (ran,) = running.run(text, "page.md")
    assert (ran.end, ran.printed, ran.words) == (len(text), "seen\n", "Both curves")
    light, dark = ran.pictures
    assert light != dark
    assert light.lstrip().startswith(b"<?xml")


@built
def test_the_built_pages_have_every_name_example_and_limit():
    for name in springsim.__all__:
        assert f"springsim.{name}" in (BUILT / "generated" / "api" / f"springsim.{name}.html").read_text(encoding="utf-8")
    for example in gallery.examples():
        page = (BUILT / "generated" / "gallery" / f"{example.name}.html").read_text(encoding="utf-8")
        assert page.count('class="made"') > 0 or example.missing or example.name == "sweep_on_a_cluster"
    page = (BUILT / "limits.html").read_text(encoding="utf-8")
    assert [name for name, _, _ in limits.rows() if f'id="{limits.anchor(name)}"' not in page] == []


@built
def test_the_built_pages_load_nothing_from_elsewhere():
    assert LOADED.search('<link rel="stylesheet" href="https://fonts.example/css">')
    files = [path for path in BUILT.rglob("*") if path.suffix in (".html", ".css")]
    assert len(files) > 50
    assert [path.name for path in files if LOADED.search(path.read_text(encoding="utf-8"))] == []

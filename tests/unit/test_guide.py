"""The guide inside the program is the guide of the documents, set in French, and can be searched."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from consultant_app.services import guide
from consultant_app.services.licences import libraries, runtime_names
from consultant_app.services.licences import normalised as name_of

ROOT = Path(__file__).resolve().parents[2]


def test_every_page_is_there_in_reading_order() -> None:
    names = [page.name for page in guide.chapters()]
    assert names == sorted(path.name for path in (ROOT / "docs" / "guide").glob("*.md"))
    assert names[0] == "01-ma-premiere-visite.md"
    assert all(page.title for page in guide.chapters())


def test_the_first_visit_is_two_pages() -> None:
    """Two pages of 45 lines of 90 signs, as a browser prints them."""
    text = guide.chapter("01-ma-premiere-visite.md").text
    lines = sum(1 + len(line) // 90 for line in text.splitlines())
    assert lines <= 90


def written() -> str:
    """Every text of the window, as it reads (what is computed left out)."""
    texts = [
        node.value
        for file in (ROOT / "consultant_app").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return re.sub("[\u00a0\u202f]", " ", "\n".join(texts))


def test_each_word_that_the_first_visit_quotes_is_on_screen() -> None:
    text = guide.chapter("01-ma-premiere-visite.md").text
    quoted = re.findall("«[\u00a0\u202f ](.+?)[\u00a0\u202f ]»", re.sub(r"`[^`]*`", "", text))
    assert len(quoted) > 15
    known = written()
    of_the_desktop = {"Extraire ici"}
    of_the_sample = {"Cabinet Repère"}
    words = {re.sub("[\u00a0\u202f]", " ", word) for word in quoted}
    assert {w for w in words - of_the_desktop - of_the_sample if w not in known} == set()


def test_prose_is_set_in_french_and_commands_are_left_alone() -> None:
    text = guide.chapter("07-garder.md").text
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    assert not re.search(r" [:;!?»]|« ", prose)
    assert "consultant-app restore ma-cle.sauvegarde --dry-run" in text


@pytest.mark.parametrize(
    ("words", "chapter"),
    [
        ("code secours", "02-ouvrir.md"),
        ("CLE USB", "01-ma-premiere-visite.md"),
        ("second ecran", "04-entretien.md"),
        ("postgresql", "09-region.md"),
        ("préparer un rapport", "08-questions.md"),
    ],
)
def test_a_search_forgives_accents_and_capitals(words: str, chapter: str) -> None:
    assert chapter in {hit.chapter for hit in guide.search(words)}


def test_what_is_in_no_page_is_not_found() -> None:
    assert guide.search("hippopotame") == []
    assert guide.search("   ") == []


def test_a_title_comes_before_a_mention() -> None:
    assert guide.search("verrouiller")[0].heading.startswith("Verrouiller")


def test_every_library_of_the_laptop_is_told_with_its_licence() -> None:
    told = {name_of(library.name): library for library in libraries()}
    assert set(told) == runtime_names()
    assert {"pyside6", "sqlcipher3", "reportlab", "cryptography", "pyphen"} <= set(told)
    assert not {"fastapi", "psycopg", "pytest"} & set(told)
    without = [name for name, library in told.items() if not library.texts]
    assert not [name for name in without if told[name].licence == "voir le texte"]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in told["pyside6"].texts[0]

"""The manufacturing questionnaire as shipped, against the public file that it is made to read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from consultant_app.assets import resource
from consultant_app.domain.loading import check_questionnaire, load_questionnaire
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.typography import french
from consultant_app.services.csv_rows import CsvTable, read_csv

PATH = resource("questionnaires", "wms-manufacturing.yaml")
INTERVIEWS = Path(__file__).parents[1] / "data" / "wms-mexico-2013.csv"
THEMES = {
    "operations": ["lean1", "lean2"],
    "monitor": [f"perf{n}" for n in range(1, 6)],
    "target": [f"perf{n}" for n in range(6, 11)],
    "people": [f"talent{n}" for n in range(1, 7)],
}


@cache
def wms() -> Questionnaire:
    return load_questionnaire(PATH.read_text(encoding="utf-8"), PATH.name)


@cache
def table() -> CsvTable:
    return read_csv(INTERVIEWS.read_text(encoding="utf-8"), wms())


@cache
def source() -> list[dict[str, str]]:
    with INTERVIEWS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts() -> Iterator[tuple[str, str]]:
    questionnaire = wms()
    yield "title", questionnaire.title
    yield "description", questionnaire.description
    yield "source", questionnaire.source
    for question in questionnaire.profile.questions if questionnaire.profile else ():
        yield from ((question.id, t) for t in (question.title, question.question, question.hint))
    for theme in questionnaire.themes:
        yield from ((theme.id, t) for t in (theme.title, theme.why, theme.place, theme.topic))
        for p in theme.practices:
            fields = (p.title, p.question, p.why, p.first_step, p.priority, p.strength)
            yield from ((p.id, t) for t in (*fields, p.verify, p.keep, *p.levels.values()))


def test_it_has_no_fault() -> None:
    assert check_questionnaire(PATH.read_text(encoding="utf-8"), PATH.name) == []


def test_eighteen_practices_in_four_themes() -> None:
    assert {t.id: [p.id for p in t.practices] for t in wms().themes} == THEMES


def test_practices_are_placed_from_one_to_five_and_count_alike() -> None:
    scale = wms().scale
    assert (scale.min, scale.max, scale.half_steps) == (1, 5, False)
    assert [level.value for level in scale.levels] == [1, 2, 3, 4, 5]
    for practice in wms().practices.values():
        assert list(practice.levels) == [1, 2, 3, 4, 5]
        assert len(set(practice.levels.values())) == 5
        assert practice.weight == 1


def test_the_overall_score_is_the_mean_of_practices() -> None:
    overall = wms().overall
    assert overall is not None
    assert (overall.id, overall.method) == ("management", "mean_of_practices")


def test_importance_is_not_asked() -> None:
    assert not any(item.role in {"importance", "wish"} for item in wms().items.values())


def test_texts_fit_where_they_are_shown() -> None:
    for p in wms().practices.values():
        assert len(p.question) <= 120, p.id
        assert len(p.first_step) <= 100, p.id
        assert len(p.strength) <= 60, p.id
        assert len(p.priority) + len(p.why) <= 135, p.id
        assert all(len(text) <= 140 for text in p.levels.values()), p.id


def test_every_level_is_a_fact_told_to_the_reader() -> None:
    for practice in wms().practices.values():
        for text in practice.levels.values():
            assert text.startswith("Vous "), (practice.id, text)
            assert text.endswith("."), (practice.id, text)


def test_texts_are_set_in_french() -> None:
    wrong = [(name, text) for name, text in texts() if french(text) != text]
    wrong += [(name, text) for name, text in texts() if re.search(r"['\"]|  |\.\.\.", text)]
    assert wrong == []


def test_it_says_that_the_levels_are_not_the_official_grid() -> None:
    assert "World Management Survey" in wms().source
    assert "ce projet" in wms().source


def test_all_300_interviews_are_read_and_none_refused() -> None:
    assert table().rejected == []
    assert len(table().rows) == 300


def test_company_and_staff_come_from_their_columns() -> None:
    for row, line in zip(table().rows, source(), strict=True):
        assert row.company == line["firmid"]
        assert row.facts.staff == int(float(line["emp_firm"]))


@pytest.mark.parametrize("practice", [p for ids in THEMES.values() for p in ids])
def test_every_level_of_the_file_is_read_as_it_stands(practice: str) -> None:
    for row, line in zip(table().rows, source(), strict=True):
        assert row.answers[practice].value == float(line[practice])


def test_what_describes_the_site_is_kept_too() -> None:
    first = table().rows[0].answers
    assert first["ownership"].value == "Founder owned, external CEO"
    assert first["mne_cty"].value == "MEXICO"
    assert first["competition"].value == "10+ competitors"
    assert (first["firmage"].value, first["export"].value) == (13, 20)
    assert (first["i_seniority"].value, first["reliability"].value) == (2, 10)


def test_an_empty_cell_is_an_answer_not_given() -> None:
    without_age = [n for n, line in enumerate(source()) if not line["firmage"]]
    assert len(without_age) == 18
    assert all("firmage" not in table().rows[n].answers for n in without_age)


def test_computed_and_technical_columns_are_left_aside() -> None:
    assert table().ignored_columns == [
        *("wave", "cty", "country", "sic", "management", *THEMES, "mne_yn", "degree_t")
    ]


def test_what_the_interviewer_alone_judges_never_shows_to_the_dirigeant() -> None:
    items = wms().items
    for item_id in ("i_seniority", "reliability"):
        question = items[item_id].question
        assert question is not None
        assert not question.show

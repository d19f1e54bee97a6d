"""The general diagnostic as shipped: complete, readable aloud, right for one person or fifty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from consultant_app.assets import resource
from consultant_app.domain.expressions import parse
from consultant_app.domain.loading import check_questionnaire, load_questionnaire
from consultant_app.domain.questionnaire import (
    Practice,
    Questionnaire,
    Wording,
    WordingVariant,
)
from consultant_app.domain.typography import french
from consultant_app.domain.wording import wording_of

PATH = resource("questionnaires", "diagnostic-general.yaml")
#: Longest texts, in characters: what the cards, page 2 and the theme pages can hold.
LIMITS = {"question": 120, "first_step": 100, "strength": 60}
LEVEL_LIMIT = 140
PRIORITY_AND_WHY_LIMIT = 135
RULE_KEYS = {"relevant", "value", "conditions"}


@cache
def diagnostic() -> Questionnaire:
    return load_questionnaire(PATH.read_text(encoding="utf-8"), PATH.name)


def wordings() -> Iterator[tuple[str, Practice, Wording | WordingVariant]]:
    """Every wording and variant of every practice, with a name for messages."""
    for practice in diagnostic().practices.values():
        yield practice.id, practice, practice
        for variant in practice.variants:
            yield f"{practice.id} ({variant.when})", practice, variant


def as_read_by(practice: Practice, *conditions: str) -> dict[str, str]:
    """Every text of the practice by field or level, where ``conditions`` hold."""
    wording = wording_of(practice, frozenset(conditions)).model_dump(
        include=set(Wording.model_fields)
    )
    levels: dict[float, str] = wording.pop("levels")
    return wording | {f"{value:g}": text for value, text in levels.items()}


def texts_of(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from texts_of(value, f"{path}.{key}")
    elif isinstance(node, list | tuple):
        for rank, value in enumerate(node):
            name = value.get("id", rank) if isinstance(value, dict) else rank
            yield from texts_of(value, f"{path}.{name}")


def shown_texts() -> Iterator[tuple[str, str]]:
    """Every text that somebody reads, with the path to find it."""
    for path, text in texts_of(diagnostic().model_dump()):
        keys = set(path.split("."))
        if not keys & RULE_KEYS and not path.endswith((".when", ".id", ".code", ".type")):
            yield path, text


def rules() -> Iterator[tuple[str, str]]:
    for path, text in texts_of(diagnostic().model_dump()):
        keys = set(path.split("."))
        if keys & RULE_KEYS or (path.startswith(".checks") and path.endswith(".when")):
            yield path, text


def test_it_has_no_fault() -> None:
    assert check_questionnaire(PATH.read_text(encoding="utf-8"), PATH.name) == []


def test_ten_themes_of_six_practices_and_a_socle_of_three() -> None:
    themes = diagnostic().themes
    assert len(themes) == 10
    assert {theme.id: len(theme.practices) for theme in themes} == {t.id: 6 for t in themes}
    assert {theme.id: sum(p.socle for p in theme.practices) for theme in themes} == {
        t.id: 3 for t in themes
    }


def test_every_id_is_used_once() -> None:
    questionnaire = diagnostic()
    named = [p.id for theme in questionnaire.themes for p in theme.practices]
    named += [q.id for theme in questionnaire.themes for q in theme.questions]
    named += [q.id for q in questionnaire.profile.questions] if questionnaire.profile else []
    named += [q.id for q in questionnaire.growth.questions] if questionnaire.growth else []
    named += [calculation.id for calculation in questionnaire.calculations]
    named += [theme.id for theme in questionnaire.themes]
    assert sorted(named) == sorted(set(named))


def test_the_scale_is_named_in_words() -> None:
    assert [level.name for level in diagnostic().scale.levels] == [
        "au coup par coup",
        "amorcé",
        "régulier",
        "formalisé",
        "mesuré et amélioré",
    ]


def test_every_practice_describes_its_five_levels_differently() -> None:
    for practice in diagnostic().practices.values():
        assert list(practice.levels) == [0, 1, 2, 3, 4], practice.id
        for conditions in ((), ("solo",), ("micro",), ("services",), ("services", "micro")):
            texts = as_read_by(practice, *conditions)
            assert len({texts[str(n)] for n in range(5)}) == 5, (practice.id, conditions)


def test_the_highest_levels_are_reworded_for_the_smallest_firms() -> None:
    for practice in diagnostic().practices.values():
        levels = {v.when: v.levels for v in practice.variants}
        assert {3, 4} & set(levels["micro"]), practice.id
        skipped_when_alone = practice.relevant == "not(${staff} = 0)"
        assert skipped_when_alone or {3, 4} & set(levels["solo"]), practice.id


def test_nobody_working_alone_is_told_about_a_team() -> None:
    team = re.compile(
        r"l’équipe|salariés|chef d|collègue|responsables|chaque équipe|avec les équipes"
        r"|deux salariés|vos vendeurs|ceux qui (?:chiffrent|vendent|réalisent|dépensent)"
    )
    for practice in diagnostic().practices.values():
        if practice.relevant == "not(${staff} = 0)":
            continue
        for trade in ("services", "commerce", ""):
            for field, text in as_read_by(practice, trade, "solo").items():
                assert not team.search(text), (practice.id, field, text)


def test_a_service_firm_reads_nothing_about_a_workshop() -> None:
    workshop = re.compile(r"atelier|machine|matière|\bpièce|panne")
    for practice in diagnostic().theme("production").practices:
        for size in ("", "micro", "solo"):
            for field, text in as_read_by(practice, "services", size).items():
                assert not workshop.search(text), (practice.id, field, text)


def test_every_level_stands_alone_on_paper() -> None:
    """A level is printed without its question or its neighbours: it may not lean on them."""
    leaning = re.compile(r"^Vous (?:les?|la|l’|y|en) ")
    for name, _, wording in wordings():
        for text in wording.levels.values():
            assert text.startswith("Vous "), (name, text)
            assert not leaning.search(text), (name, text)


def test_words_for_the_size_are_laid_over_words_for_the_trade() -> None:
    for practice in diagnostic().practices.values():
        sizes = [variant.when in ("micro", "solo") for variant in practice.variants]
        assert sizes == sorted(sizes), practice.id


def test_texts_fit_where_they_are_shown() -> None:
    too_long = []
    for name, practice, wording in wordings():
        for field, limit in LIMITS.items():
            if len(getattr(wording, field) or "") > limit:
                too_long.append((name, field))
        too_long += [(name, str(v)) for v, t in wording.levels.items() if len(t) > LEVEL_LIMIT]
        pair = (wording.priority or practice.priority) + (wording.why or practice.why)
        if len(pair) > PRIORITY_AND_WHY_LIMIT:
            too_long.append((name, "priority and why"))
    assert too_long == []


def test_sentences_end_as_their_place_wants() -> None:
    for name, _, wording in wordings():
        for text in (*wording.levels.values(), wording.why, wording.first_step, wording.keep):
            assert text is None or text.endswith("."), (name, text)
        for text in (wording.priority, wording.strength):
            assert text is None or not text.endswith((".", "!", "?")), (name, text)
        assert wording.question is None or wording.question.endswith("\u202f?"), name
        assert wording.verify is None or wording.verify.endswith((".", "?", "\u00a0»")), name


def test_first_steps_and_priorities_begin_with_something_to_do() -> None:
    infinitive = re.compile(r"\b\w+(?:er|ir|re|oir)\b", re.IGNORECASE)
    for name, practice, wording in wordings():
        assert infinitive.search(wording.priority or practice.priority), name
        if wording.first_step and not wording.first_step.startswith("Le premier mardi"):
            assert infinitive.search(wording.first_step), (name, wording.first_step)


def test_typography_is_french_everywhere() -> None:
    wrong = [(path, text) for path, text in shown_texts() if french(text) != text]
    wrong += [(p, t) for p, t in shown_texts() if re.search(r"['\"]|  |\.\.\.|\s$|^\s", t)]
    assert wrong == []


def test_no_word_of_the_consultants_own() -> None:
    jargon = re.compile(
        r"\b(reporting|process|KPI|benchmark\w*|feedback|manager\w*|management|mail|e-mail|"
        r"business|leads?|marketing mix|planning stratégique|il est impératif|optimis\w+)\b",
        re.IGNORECASE,
    )
    assert [(p, t) for p, t in shown_texts() if jargon.search(t)] == []


def test_legal_duties_are_watched_where_the_law_binds() -> None:
    duties = {p.id: p.vigilance for p in diagnostic().practices.values() if p.vigilance}
    assert {"sante_securite", "entretiens", "fonds_propres", "sauvegardes", "acces"} <= set(duties)
    assert duties["sante_securite"].relevant == "not(${staff} = 0)"
    assert all(0 < duty.floor <= 4 for duty in duties.values())


def test_rules_are_read_by_the_real_parser() -> None:
    found = list(rules())
    assert len(found) > 50
    for _path, rule in found:
        parse(rule)


def test_checks_point_at_answers_that_exist() -> None:
    questionnaire = diagnostic()
    assert len(questionnaire.checks) >= 15
    assert any(check.critical for check in questionnaire.checks)
    assert {check.severity for check in questionnaire.checks} == {"warning", "error"}
    for check in questionnaire.checks:
        assert set(check.about) <= set(questionnaire.items), check.id


def test_checks_cross_themes() -> None:
    questionnaire = diagnostic()
    section = {item.id: item.section for item in questionnaire.items.values()}
    crossing = [c.id for c in questionnaire.checks if len({section[i] for i in c.about}) > 1]
    assert len(crossing) >= 15


@pytest.mark.parametrize("role", ["series", "phase", "attitude", "discontinuity"])
def test_growth_questions_have_their_part(role: str) -> None:
    growth = diagnostic().growth
    assert growth is not None
    assert getattr(growth, role) in {question.id for question in growth.questions}


def test_brakes_and_levers_are_three_at_most() -> None:
    growth = diagnostic().growth
    assert growth is not None
    questions = {question.id: question for question in growth.questions}
    for role in (growth.brakes, growth.levers):
        assert role is not None
        assert questions[role].most == 3
        assert len(questions[role].choices) == 10
    series = questions[growth.series or ""]
    assert [column.id for column in series.columns] == [
        *("year", "months", "turnover", "staff", "result", "equity", "cash")
    ]

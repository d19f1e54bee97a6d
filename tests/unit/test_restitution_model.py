"""The paper as a view model: what stands on it, in which order, and what never does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import TypeVar

import pytest

from consultant_app.domain.answers import Answer, Missing
from consultant_app.domain.interview import ActionItem, Agreement
from consultant_app.restitution import charts, model, plan_dates
from consultant_app.restitution.drawing import Colour, Disc, Label, Rect
from consultant_app.restitution.html import render
from consultant_app.restitution.model import plain_text
from consultant_app.restitution.section_sheet import printed_code
from tests.restitutions import (
    CODE,
    HELD,
    IMPORTANCE,
    NSP,
    Case,
    case,
    company,
    context,
    everywhere,
    interview,
    pattern,
    varied_cases,
)

S = TypeVar("S")
CASES = {one.name: one for one in varied_cases()}


def the(kind: type[S], of: Case | model.Restitution) -> S:
    """The section of that kind."""
    restitution = of.restitution if isinstance(of, Case) else of
    return next(s for s in restitution.sections if isinstance(s, kind))


def themes(of: Case) -> list[model.ThemePage]:
    return [s for s in of.restitution.sections if isinstance(s, model.ThemePage)]


def rows(of: Case) -> dict[str, model.PracticeRow]:
    return {row.practice_id: row for page in themes(of) for row in page.rows}


def kinds(of: Case) -> list[str]:
    found: list[str] = []
    for section in of.restitution.sections:
        name = type(section).__name__
        if not found or found[-1] != name:
            found.append(name)
    return found


def words(part: object) -> str:
    """All the words of one section."""
    return plain_text(model.Restitution("full", CASES["artisan"].restitution.frame, (part,)))  # type: ignore[arg-type]


def numbers(marks: Sequence[model.Mark | None]) -> list[str]:
    return [mark.label for mark in marks if mark is not None and mark.kind == "priority"]


def test_there_are_twenty_varied_firms() -> None:
    assert len(CASES) >= 20
    assert len({one.company.name for one in CASES.values()}) > 5


def test_sections_come_in_the_order_of_reading() -> None:
    assert kinds(CASES["suivi"]) == [
        "Cover",
        "Essential",
        "FollowUpPage",
        "Matters",
        "ThemePage",
        "GrowthPage",
        "PeersPage",
        "Parcours",
        "Plan",
        "Sheet",
    ]


def test_the_short_edition_is_the_essential_and_the_plan() -> None:
    assert kinds(CASES["deux pages"]) == ["Essential", "Plan"]
    assert CASES["deux pages"].restitution.edition == "short"


@pytest.mark.parametrize("name", list(CASES))
def test_the_same_dossier_gives_the_same_paper(name: str) -> None:
    one = CASES[name]
    assert model.build(one.diagnosis, one.company, one.context) == one.restitution


@pytest.mark.parametrize("name", list(CASES))
def test_contents_lead_to_sections_that_exist(name: str) -> None:
    restitution = CASES[name].restitution
    anchors = {section.anchor for section in restitution.sections}
    assert len(anchors) == len(restitution.sections)
    for section in restitution.sections:
        if isinstance(section, model.Cover):
            for group in section.contents:
                for entry in group.entries:
                    assert {entry.first, entry.last} <= anchors


def test_a_number_given_on_page_two_follows_the_priority_everywhere() -> None:
    one = CASES["artisan décidé"]
    first = {p.practice_id: p.mark.label for p in the(model.Essential, one).priorities}
    assert list(first.values()) == ["1", "2", "3", "4", "5"]
    on_themes = {i: numbers(row.marks)[0] for i, row in rows(one).items() if numbers(row.marks)}
    assert on_themes == first
    plan_rows = [row for period in the(model.Plan, one).periods for row in period.rows]
    assert sorted(numbers([row.mark for row in plan_rows])) == list(first.values())
    profile = the(model.Essential, one).profile
    drawn = [i.text for i in profile.items if isinstance(i, Label) and i.colour is Colour.WHITE]
    assert sorted(x for x in drawn if x != "!") == list(first.values())
    because = [
        run.mark
        for step in the(model.Parcours, one).steps
        for run in step.because
        if run.mark is not None
    ]
    assert because
    assert {mark.label for mark in because} <= set(first.values())


def test_what_was_removed_from_the_plan_is_a_priority_nowhere() -> None:
    one = CASES["artisan décidé"]
    removed = next(item.practice_id for item in one.diagnosis.plan if not item.kept)
    assert removed not in {p.practice_id for p in the(model.Essential, one).priorities}
    assert not numbers(rows(one)[removed].marks)


def test_each_practice_says_the_step_reached_and_the_next_one_in_words() -> None:
    one = CASES["artisan"]
    row = rows(one)["tresorerie"]
    wording = one.diagnosis.wordings["tresorerie"]
    assert row.level == "au coup par coup"
    assert row.evidence in ("constaté", "déclaré")
    assert flat(row.today) == flat(wording.levels[0])
    assert flat(row.next) == flat(wording.levels[1])
    assert row.glyph is not None


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_at_the_top_the_last_column_says_how_to_keep_it() -> None:
    one = CASES["tout en haut"]
    row = rows(one)["tresorerie"]
    assert row.level == "mesuré et amélioré"
    assert flat(row.next) == flat(one.diagnosis.wordings["tresorerie"].keep)
    assert the(model.Essential, one).priorities == ()
    assert "garder ce niveau" in flat(the(model.Essential, one).no_priority)


def test_what_is_not_known_says_whom_to_ask() -> None:
    one = CASES["tout à vérifier"]
    row = rows(one)["budget"]
    assert (row.level, row.evidence) == ("à vérifier", "")
    assert "Demandez" in row.next_lead + row.next
    if row.next_lead:
        assert row.next.startswith("«")
    assert row.glyph is not None
    assert all(isinstance(i, Rect) and i.dash for i in row.glyph.items)


def test_a_refusal_is_respected_in_words() -> None:
    row = rows(CASES["tout refusé"])["budget"]
    assert row.level == "sans réponse"
    assert "droit" in row.today


def test_under_two_thirds_of_answers_no_level_is_shown() -> None:
    one = CASES["demi-réponses"]
    shown = {t for t, score in one.diagnosis.scores.themes.items() if score.is_shown}
    page = the(model.Essential, one)
    bands = [i for i in page.profile.items if isinstance(i, Rect) and i.fill is Colour.TINT]
    assert len(bands) == len(shown)
    said = [i.text for i in page.profile.items if isinstance(i, Label) and "peu de" in i.text]
    assert len(said) == 10 - len(shown)
    assert all(
        "trop peu pour situer" in flat(p.lede) for p in themes(one) if p.theme_id not in shown
    )


def test_with_nothing_known_the_paper_says_so_and_draws_no_band() -> None:
    page = the(model.Essential, CASES["tout à vérifier"])
    assert "Trop peu de réponses" in page.lede
    assert not page.strengths
    assert page.no_strength
    assert not any(isinstance(i, Rect) and i.fill is Colour.TINT for i in page.profile.items)
    rings = [i for i in page.profile.items if isinstance(i, Disc) and i.fill is Colour.WHITE]
    assert len(rings) > 40


def test_a_theme_that_does_not_apply_takes_a_few_lines() -> None:
    one = CASES["un thème sans objet"]
    page = next(p for p in themes(one) if p.theme_id == "international")
    assert page.rows == ()
    assert "hors de France" in flat(page.lede)
    assert "sans objet" in words(the(model.Essential, one))


def test_a_hidden_question_never_reaches_the_paper() -> None:
    one = CASES["seul, sans salarié"]
    made = one.diagnosis.interview
    hidden = [p for p in one.diagnosis.questionnaire.practices if p not in one.diagnosis.asked]
    assert hidden
    noted = {p: Answer(value=0, note="SECRET") for p in hidden}
    made = replace(made, answers={**made.answers, **noted})
    again = case("x", made, about=context(verbatims=tuple(hidden)))
    assert "SECRET" not in plain_text(again.restitution)
    assert not set(hidden) & set(rows(again))


def test_notes_stay_private_unless_chosen() -> None:
    one = CASES["quarante verbatims"]
    quoted = [row for row in rows(one).values() if row.quote]
    chosen = [p for p in one.context.verbatims if p in one.diagnosis.asked]
    assert len(quoted) + bool(the(model.Matters, one).quote) == len(chosen)
    private = replace(one, context=replace(one.context, verbatims=()))
    assert "ça tient" not in plain_text(private.restitution)


def test_points_of_vigilance_stand_apart_whatever_the_importance() -> None:
    one = CASES["tout en bas"]
    page = the(model.Essential, one)
    assert {p.practice_id for p in page.vigilance} == {
        v.practice_id for v in one.diagnosis.proposal.vigilance
    }
    assert not {p.practice_id for p in page.priorities} & {p.practice_id for p in page.vigilance}
    assert all(point.why and point.step for point in page.vigilance)


def test_no_vigilance_takes_its_heading_away() -> None:
    page = the(model.Essential, CASES["tout en haut"])
    assert (page.vigilance, page.vigilance_title) == ((), "")


def test_growth_shows_turnover_beside_margin_equity_and_cash() -> None:
    page = the(model.GrowthPage, CASES["artisan"])
    assert [strip.title for strip in page.strips] == [
        "Chiffre d’affaires",
        "Effectif",
        "Marge",
        "Fonds propres",
        "Trésorerie",
    ]
    assert page.type_words == "forte et continue"
    assert "la marge et la trésorerie baissent" in flat(page.lede)


def test_one_year_is_a_starting_point_and_no_figures_leave_no_empty_chart() -> None:
    one = the(model.GrowthPage, CASES["un seul exercice"])
    assert "Un seul exercice" in flat(one.lede)
    assert len(one.strips) == 5
    none = the(model.GrowthPage, CASES["sans chiffres"])
    assert none.strips == ()
    assert "expert-comptable" in flat(none.lede)


def test_a_long_year_and_a_merger_are_said() -> None:
    page = the(model.GrowthPage, CASES["premier exercice de quinze mois"])
    said = flat(" ".join(page.notes))
    assert "quinze mois" in said
    assert "prudence" in said
    assert "15 mois," in words(page)


def test_without_reference_values_one_sentence_says_why() -> None:
    page = the(model.PeersPage, CASES["artisan"])
    assert page.chart is None
    assert flat(page.lede).startswith("Pas encore de valeurs de référence")


def test_peers_name_their_group_and_number() -> None:
    page = the(model.PeersPage, CASES["artisan décidé"])
    assert page.chart is not None
    assert "environ 45 entreprises" in flat(page.notes[0])
    assert "construction" in page.notes[0]


def test_each_action_says_why_for_whom_and_that_it_is_an_example() -> None:
    page = the(model.Parcours, CASES["artisan"])
    assert [step.letter for step in page.steps] == list("ABCDE")[: len(page.steps)]
    for step in page.steps:
        assert step.because[0].text.startswith("Parce que") or "Parce qu’" in step.because[0].text
        assert [fact.label for fact in step.facts] == [
            "Pour qui",
            "Durée",
            "Porteur, contact, coût",
        ]
        assert step.example == "exemple, à remplacer par la région"


def test_an_action_removed_or_without_catalogue_is_not_proposed() -> None:
    one = CASES["artisan"]
    first = one.diagnosis.parcours[0].action_id
    decided = tuple(
        ActionItem(step.action_id, kept=step.action_id != first) for step in one.diagnosis.parcours
    )
    kept = case("x", replace(one.diagnosis.interview, actions=decided))
    assert len(the(model.Parcours, kept).steps) == len(decided) - 1
    alone = replace(one, context=replace(one.context, catalogue=None))
    assert "Parcours" not in kinds(alone)


def test_the_plan_puts_each_priority_where_its_date_says() -> None:
    periods = the(model.Plan, CASES["artisan décidé"]).periods
    assert [(p.title, p.around) for p in periods] == [
        ("À 3 mois", "mi-septembre 2026"),
        ("À 6 mois", "mi-décembre 2026"),
        ("À 12 mois", "mi-juin 2027"),
    ]
    first, second, last = ([row.when for row in p.rows if row.what] for p in periods)
    assert first[:2] == ["22 juin", "fin juillet"]
    assert second == ["1er octobre"]
    assert last == ["printemps 2027", ""]
    assert all(any(not row.what for row in p.rows) for p in periods)


@pytest.mark.parametrize(
    ("when", "months"),
    [
        ("22 juin", 0),
        ("fin juillet", 1),
        ("dans trois mois", 3),
        ("d’ici 6 mois", 6),
        ("dans un an", 12),
        ("2026-12-15", 6),
        ("mai 2027", 11),
        ("avant mars", 9),
        ("printemps 2027", 11),
        ("bientôt", None),
        ("", None),
    ],
)
def test_free_words_say_when(when: str, months: float | None) -> None:
    assert plan_dates.months_until(when, HELD) == months


def test_the_moment_of_each_period_follows_the_interview() -> None:
    assert plan_dates.around(date(2026, 11, 30), 3) == "fin février 2027"
    assert plan_dates.around(date(2026, 1, 5), 12) == "début janvier 2027"
    assert plan_dates.due_words("2027-07-01") == "1er\u00a0juillet 2027"


@pytest.mark.parametrize("name", list(CASES))
def test_the_sheet_names_nobody(name: str) -> None:
    one = CASES[name]
    found = [s for s in one.restitution.sections if isinstance(s, model.Sheet)]
    for sheet in found:
        said = words(sheet)
        for secret in (
            one.company.name,
            one.company.dirigeant,
            one.company.commune,
            one.context.consultant,
            one.context.organisation,
        ):
            assert not secret or secret not in said


def test_the_sheet_carries_the_code_only_when_something_leaves() -> None:
    sheet = the(model.Sheet, CASES["artisan"])
    assert sheet.code == printed_code(CODE) == "7KQM\u00a02XHD\u00a09RTB\u00a0V4NC\u00a0–\u00a06"
    assert sheet.qr == CODE
    refused = the(model.Sheet, CASES["envoi refusé"])
    assert (refused.code, refused.qr) == ("", "")
    assert {row.sent for row in refused.rows} == {"rien"}
    assert "refusé l’envoi" in words(refused)


def test_an_agreement_is_dated_and_its_text_named() -> None:
    said = flat(words(the(model.Sheet, CASES["artisan"])))
    assert "Vous avez accepté l’envoi le 16 juin 2026 (texte d’information, version 1)." in said
    draft = the(model.Sheet, CASES["projet sans accord"])
    assert "Rien ne part sans votre accord" in flat(draft.lede)


def test_a_draft_says_so_on_every_page() -> None:
    frame = CASES["projet sans accord"].restitution.frame
    assert frame.draft == "Projet"
    assert "projet" in frame.running_head[-1].text
    assert CASES["artisan"].restitution.frame.draft == ""


def test_a_follow_up_shows_what_moved_and_what_was_done() -> None:
    page = the(model.FollowUpPage, CASES["suivi"])
    assert page.moved
    assert any(row.today == "formalisé" for row in page.moved)
    assert {"faite", "commencée", "laissée de côté"} <= {row.outcome for row in page.done}
    assert isinstance(page.chart, charts.Chart)


def test_a_first_interview_has_no_comparison_with_itself() -> None:
    assert "FollowUpPage" not in kinds(CASES["artisan"])


def test_a_short_interview_says_what_it_left_out() -> None:
    pages = {p.theme_id: p for p in themes(CASES["entretien court"])}
    assert len(pages["strategie"].rows) == 3
    assert "À compléter" in [note.label for note in pages["strategie"].notes]
    assert "À compléter" not in [note.label for note in pages["finance"].notes]


def test_without_stated_importance_there_is_no_matrix() -> None:
    assert "Matters" not in kinds(CASES["tout à vérifier"])


def test_plain_text_is_every_word_in_order() -> None:
    one = CASES["artisan"]
    said = plain_text(one.restitution)
    order = ["L’essentiel", "Vos points forts", "Vous avez dit", "Pourquoi ce thème"]
    order += ["Votre croissance", "Cinq actions collectives", "Votre feuille à garder"]
    body = said[said.index("Vos points forts") :]
    places = [body.index(text) for text in order[1:]]
    assert places == sorted(places)
    assert "régulier" in said
    assert "theme-" not in said
    without = plain_text(one.restitution, charts=False)
    assert len(without) < len(said)


@pytest.mark.parametrize("name", list(CASES))
def test_the_page_holds_every_word_and_nothing_from_outside(name: str) -> None:
    page = render(CASES[name].restitution)
    assert page.startswith('<!doctype html><html lang="fr">')
    for outside in ("http://", "https://", "<script", "<link", "@import", "src="):
        assert outside not in page.replace("http://www.w3.org/2000/svg", "")
    text = flat(text_of(page))
    for line in plain_text(CASES[name].restitution, charts=False).splitlines():
        if line not in ("", "à détacher", "Fait"):
            assert flat(line).replace(" ", "") in text.replace(" ", ""), line


def text_of(page: str) -> str:
    """The words of a page, tags left out."""

    class Words(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.parts: list[str] = []

        def handle_data(self, data: str) -> None:
            self.parts.append(data)

    parser = Words()
    parser.feed(page)
    return "".join(parser.parts)


def test_the_page_has_headings_in_order_tables_with_heads_and_told_figures() -> None:
    page = render(CASES["artisan"].restitution)
    depths = [int(d) for d in re.findall(r"<h(\d)", page)]
    assert depths[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(depths))
    assert page.count("<table") == page.count("<thead>")
    assert '<th scope="col">' in page
    assert '<th scope="row">' in page
    assert page.count("<svg") == page.count("<desc")
    idents = re.findall(r'id="([^"]+)"', page)
    assert len(idents) == len(set(idents))


def test_names_are_escaped_in_the_page() -> None:
    one = replace(CASES["artisan"], company=company("Dupont <b>& Fils</b> Fictif"))
    assert "Dupont &lt;b&gt;&amp; Fils" in render(one.restitution)


def test_an_answer_of_another_missing_kind_is_not_drawn() -> None:
    made = interview(everywhere(2))
    made = replace(made, answers={**made.answers, "budget": Answer(missing=Missing.NOT_ASKED)})
    assert "budget" not in rows(case("x", made))


def test_a_given_agreement_without_code_says_what_that_means() -> None:
    made = interview(pattern(2), importance=IMPORTANCE)
    made = replace(made, agreement=Agreement(given=True, on=HELD, text_version="2"))
    sheet = the(model.Sheet, case("x", made, about=context(follow_up_code="")))
    assert "pas demandé de code" in flat(words(sheet))
    assert NSP is Missing.DONT_KNOW

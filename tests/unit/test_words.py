"""The sentences of the paper: agreement, typography, tone. Read on all the varied firms."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from consultant_app.domain.answers import Missing
from consultant_app.domain.growth import YearFigures, classify
from consultant_app.domain.questionnaire import Theme
from consultant_app.domain.typography import french
from consultant_app.restitution import growth_words, words
from consultant_app.restitution.context import RestitutionContext
from consultant_app.restitution.model import plain_text
from consultant_app.restitution.reading import Reading
from consultant_app.restitution.section_next import parcours
from consultant_app.restitution.section_themes import asking
from tests import builders
from tests.restitutions import (
    CARPENTER,
    IMPORTANCE,
    NSP,
    REFUSED,
    SO,
    case,
    company,
    context,
    everywhere,
    interview,
    read,
    varied_cases,
)


def printed(name: str, *, charts: bool = True) -> list[str]:
    """The lines of a paper; the signs set in them, which are drawn, are left out."""
    text = plain_text(CASES[name].restitution, charts=charts)
    return text.replace("! vigilance", "vigilance").replace(",  ", ", ").splitlines()


CASES = {one.name: one for one in varied_cases()}
H, N = "\u00a0", "\u202f"


def flat(text: str) -> str:
    return text.replace(H, " ").replace(N, " ")


def reading(name: str) -> Reading:
    one = CASES[name]
    return Reading(one.diagnosis, one.company, one.context)


#: What no printed line may hold, and why.
AWKWARD = {
    r"\bNone\b|\bnan\b|\binf\b": "a value that was not put in words",
    r"\d ?/ ?4\b": "a score as digits",
    r"[a-zé] {2,}[a-zé]": "two spaces",
    r"\.\.": "two full stops",
    r" [,.)]": "a space before a sign",
    r"\b(de|à) les? (?![a-zé]+(er|ir|re)\b)": "an article that should be contracted",
    r"(?<!-)\b(que|de|le|ne|se|je|me|te) [aeiouéèêâàîô]": "a vowel that should be elided",
    r"\bsi il\b": "« s’il »",
    r"\b(deux|trois|quatre|cinq|six) (priorité|réponse|question|pratique|thème)\b": "no plural",
    r"\b(un|une) (priorités|réponses|questions|pratiques|thèmes)\b": "no singular",
    r"'|\"": "a straight quote",
    r"[a-z][;!?]": "no space before a high sign",
    r"\b(rouge|vert|orange|bleu)\b": "a colour named",
    r"niveau \d": "a level as a number",
    r"mal maîtrisée|impératif|en dessous de la moyenne|mauvaise gestion": "a judgement",
    r"\b(vous|Vous) (est|peut|doit)\b": "« vous » with the wrong verb",
    r"\(\)": "nothing in brackets",
    r"« »": "nothing quoted",
}


@pytest.mark.parametrize("name", list(CASES))
def test_no_line_is_awkward(name: str) -> None:
    found = []
    for line in printed(name):
        for pattern, why in AWKWARD.items():
            if re.search(pattern, line if "[;!?]" in pattern else flat(line)):
                found.append((why, line))
    assert not found


@pytest.mark.parametrize("name", list(CASES))
def test_every_text_is_set_as_french(name: str) -> None:
    for line in printed(name):
        assert french(line) == line.replace("  ", " "), line


@pytest.mark.parametrize("name", list(CASES))
def test_paragraphs_end_as_sentences(name: str) -> None:
    for line in printed(name, charts=False):
        said = line.rstrip(f"0123456789{H}")  # the numbers of priorities close some sentences
        if len(line) > 90 and " " in line and not said.endswith(tuple(".?!»…")):
            assert line.split(" ")[0] in UNENDED or _is_a_step(name, line), line


#: Long lines that are labels or list entries, not sentences.
UNENDED = {"trouver", "l’équipe", "le", "les", "la", "Restitution", "un", "une", "durée"}


def _is_a_step(name: str, line: str) -> bool:
    wordings = CASES[name].diagnosis.wordings.values()
    return any(flat(w.first_step).rstrip(".") == flat(line) for w in wordings) or any(
        flat(w.verify).rstrip(".") == flat(line) for w in wordings
    )


def test_the_first_sentence_names_where_the_firm_stands_and_what_comes_first() -> None:
    assert flat(words.lede(reading("services"))) == (
        "Vos appuis sont dans le pilotage et auprès de vos clients. "
        "Vos priorités touchent surtout la gestion, l’équipe et l’organisation."
    )
    assert flat(words.lede(reading("une seule priorité"))).endswith(
        "Votre priorité touche la gestion."
    )


def test_without_strength_the_sentence_is_honest() -> None:
    said = words.lede(reading("tout en bas"))
    assert said.startswith("Aucune pratique n’est encore un appui sûr")
    assert "Vos priorités touchent" in said
    assert "formalisé" in words.no_strength(reading("tout en bas"))


def test_all_at_the_top_keeps_and_all_unknown_asks() -> None:
    assert "garder ce niveau" in words.lede(reading("tout en haut"))
    assert "à qui demander" in words.lede(reading("tout à vérifier"))
    assert "à qui demander" in words.lede(reading("tout refusé"))


def test_removing_every_priority_is_said_without_reproach() -> None:
    one = CASES["artisan décidé"]
    plan = tuple(replace(item, kept=False) for item in one.diagnosis.plan)
    again = case("x", replace(one.diagnosis.interview, plan=plan))
    said = words.no_priority(Reading(again.diagnosis, again.company, again.context))
    assert said.startswith("Vous n’avez pas gardé de priorité ; le diagnostic en proposait six.")


@pytest.mark.parametrize(
    ("names", "listed"),
    [
        (["la vente"], "la vente"),
        (["la vente", "la gestion"], "la vente et la gestion"),
        (["le cap et le pilotage", "la vente"], "la vente, le cap et le pilotage"),
        (["a", "b", "c"], "a, b et c"),
    ],
)
def test_nouns_that_hold_and_are_listed_clearly(names: list[str], listed: str) -> None:
    assert words.topics(names) == listed


def theme(name: str, theme_id: str) -> tuple[Reading, Theme]:
    found = reading(name)
    return found, next(t for t in found.themes if t.id == theme_id)


def test_a_theme_says_importance_wish_priorities_and_coverage() -> None:
    assert words.theme_lede(*theme("artisan", "finance")) == (
        "Essentiel pour vous, et vous voulez y travailler. Deux de vos six priorités sont ici. "
        "Les six questions ont leur réponse."
    )
    assert words.theme_lede(*theme("une seule priorité", "finance")).split(". ")[1] == (
        "Votre priorité est ici"
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([2, 2, 2, 2, 2, NSP], "Cinq réponses sur six ; une reste à vérifier."),
        ([2, 2, 2, 2, NSP, NSP], "Quatre réponses sur six ; deux restent à vérifier."),
        ([2, 2, 2, 2, NSP, REFUSED], "Quatre réponses sur six ; deux manquent."),
        ([2, 2, 2, 2, 2, SO], "Les cinq questions ont leur réponse."),
        ([2, SO, SO, SO, SO, SO], "La question posée a sa réponse."),
        ([NSP] * 6, "Aucune réponse encore : voici à qui les demander."),
        ([2, NSP, NSP, NSP, NSP, NSP], "Une réponse sur six : trop peu pour situer ce thème."),
    ],
)
def test_coverage_is_said_in_words(answers: list[int | Missing], said: str) -> None:
    finance = builders_finance(answers)
    assert said in words.coverage(finance, next(t for t in finance.themes if t.id == "finance"))


def builders_finance(answers: list[int | Missing]) -> Reading:
    made = interview(themes={"finance": lambda _, rank: answers[rank % 6]})
    return Reading(read(made), company(), context())


@pytest.mark.parametrize(
    ("importance", "said"),
    [
        (3, "vous tient à cœur et reste fragile"),
        (2, "compte et reste fragile"),
        (1, "en est au début, sans urgence pour vous"),
    ],
)
def test_a_band_of_the_matrix_agrees_with_its_only_theme(importance: int, said: str) -> None:
    stated = {**dict.fromkeys(IMPORTANCE, 0), "finance": importance}
    made = interview(everywhere(1), importance=stated)
    found = Reading(read(made), company(), context())
    finance = next(t for t in found.themes if t.id == "finance")
    assert words.band_sentence(found, importance, [finance]) == f"La gestion {said}."
    assert words.band_sentence(found, 0, [finance]) == ""


def test_all_themes_in_one_band_are_counted_not_listed() -> None:
    found = reading("tout essentiel")
    said = words.band_sentence(found, 3, found.themes)
    assert said == "Les dix thèmes vous tiennent à cœur et restent fragiles."


def test_whom_to_ask_is_cut_from_what_to_ask() -> None:
    verify = f"Demandez à votre expert-comptable{H}: «{H}Avons-nous un budget{N}?{H}»"
    assert asking(verify) == (
        "Demandez à votre expert-comptable :",
        f"«{H}Avons-nous un budget{N}?{H}»",
    )
    assert asking("Demandez le total des factures.") == ("", "Demandez le total des factures.")


@pytest.mark.parametrize(
    ("why", "printed"),
    [
        ("Un savoir part.", "Parce qu’un savoir part (titre de a"),
        ("Sans cap, on dérive.", "Parce que, sans cap, on dérive (titre de a"),
        ("Des comptes tardent.", "Parce que des comptes tardent (titre de a"),
    ],
)
def test_because_is_elided_and_names_the_practice(why: str, printed: str) -> None:
    one = CASES["artisan"]
    first = one.diagnosis.parcours[0]
    practice = first.practice_ids[0]
    wording = builders.practice("a", why=why)
    diagnosis = replace(one.diagnosis, wordings={**one.diagnosis.wordings, practice: wording})
    page = parcours(Reading(diagnosis, one.company, one.context))
    assert page is not None
    said = "".join(run.text for run in page.steps[0].because)
    title = one.diagnosis.questionnaire.practices[practice].title.lower()
    assert said.startswith(printed.replace("titre de a", title))


def test_without_priority_no_action_is_proposed() -> None:
    one = CASES["tout en haut"]
    page = parcours(Reading(one.diagnosis, one.company, one.context))
    assert page is not None
    assert page.steps == ()
    assert flat(page.lede) == "Sans priorité gardée, aucune action n’est proposée."
    assert parcours(Reading(one.diagnosis, one.company, RestitutionContext())) is None


def years(*turnover: float, result: float = 0.1) -> tuple[YearFigures, ...]:
    return tuple(
        YearFigures(2021 + i, turnover=t, staff=3.0 + i, result=t * result, equity=t, cash=t / 10)
        for i, t in enumerate(turnover)
    )


@pytest.mark.parametrize(
    ("turnover", "heading"),
    [
        ((100, 210), "à suivre"),
        ((100, 150, 220, 330), "très forte"),
        ((100, 116, 135, 157), "forte et continue"),
        ((100, 102, 130, 155), "forte, par à-coups"),
        ((100, 116, 135), "forte"),
        ((100, 90, 97), "en rebond"),
        ((100, 90, 80), "en recul"),
        ((100, 108, 117), "mesurée"),
        ((100, 101, 102), "stable"),
    ],
)
def test_each_type_of_growth_has_its_words(turnover: tuple[float, ...], heading: str) -> None:
    said, meaning = growth_words.type_words(classify(years(*turnover)), 0.15)
    assert said == heading
    assert meaning


def test_growth_is_explained_not_judged() -> None:
    falling = classify(years(100, 90, 80))
    assert growth_words.lede(falling).startswith(
        "L’équipe augmente ; le chiffre d’affaires, les fonds propres et la trésorerie baissent ; "
        "la marge reste stable."
    )
    assert "Un seul exercice" in growth_words.lede(classify(years(100)))


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([0.10, 0.048], "Sur 100 € facturés, il en restait 10 ; il en reste 5."),
        ([0.04, -0.03], "Sur 100 € facturés, il en restait 4 ; il en manque 3."),
        ([0.08, 0.08], "Sur 100 € facturés, il en reste 8, comme au début."),
        ([0.05, 0.001], "Sur 100 € facturés, il en restait 5 ; il n’en reste presque rien."),
        ([0.2], "Sur 100 € facturés, il en reste 20."),
        ([None], ""),
    ],
)
def test_the_margin_is_told_in_euros_left(shares: list[float | None], said: str) -> None:
    assert growth_words.margin_sentence(shares) == said


@pytest.mark.parametrize(
    ("staff", "said"),
    [
        ([5, 8], "Trois personnes de plus."),
        ([5, 4], "Une personne de moins."),
        ([5, 5.5], "0,5 équivalent temps plein de plus."),
        ([5, 5], "Autant de personnes qu’au début."),
        ([5], ""),
    ],
)
def test_staff_is_told_in_people(staff: list[float], said: str) -> None:
    assert growth_words.staff_sentence(staff) == said


@pytest.mark.parametrize(
    ("cash", "said"),
    [
        ([57, 9], "De 57 à 9 jours d’activité d’avance."),
        ([9, -3], "À la dernière clôture, le compte était à découvert."),
        ([-3, 9], "D’un découvert à 9 jours d’activité d’avance."),
        ([9, 9], "9 jours d’activité d’avance, comme au début."),
    ],
)
def test_cash_is_told_in_days(cash: list[float], said: str) -> None:
    assert growth_words.cash_sentence(cash, [365.0] * len(cash)) == said


def test_the_carpenter_reads_what_the_figures_say() -> None:
    made = case("x", interview(given=CARPENTER))
    growth = made.diagnosis.growth
    assert growth is not None
    assert growth_words.lede(growth) == (
        "Le chiffre d’affaires, l’équipe et les fonds propres augmentent ; la marge et la "
        "trésorerie baissent. Plus d’activité, c’est aussi plus d’argent à avancer."
    )

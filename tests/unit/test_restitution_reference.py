"""The words and drawings of one small firm, compared with what was read and approved.

A changed word or line is a change to look at: run with ``UPDATE_REFERENCES=1`` to write the files
again, and read the difference. The questionnaire is a frozen one, so that only the templates count.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from consultant_app.domain.answers import Answer, Evidence, Missing
from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.company import Company, CompanyFacts
from consultant_app.domain.diagnosis import Diagnosis, diagnose
from consultant_app.domain.interview import Agreement, Interview, Occasion, PlanItem
from consultant_app.domain.questionnaire import (
    Column,
    GrowthBlock,
    Questionnaire,
    QuestionType,
    Scale,
    ScaleLevel,
    Vigilance,
    importance_id,
    wish_id,
)
from consultant_app.domain.references import PeerGroup, Quartiles
from consultant_app.domain.rules import RuleSet
from consultant_app.restitution.context import RestitutionContext
from consultant_app.restitution.drawing import Chart
from consultant_app.restitution.model import Restitution, build, plain_text
from consultant_app.restitution.svg import svg
from tests import builders
from tests.unit.test_charts import charts_in

REFERENCES = Path(__file__).parent.parent / "data" / "restitution"
NAMES = ("au coup par coup", "amorcé", "régulier", "formalisé", "mesuré et amélioré")


def questionnaire() -> Questionnaire:
    """Three themes of three practices, with growth, one legal duty."""
    duty = Vigilance(floor=1, duty="Document unique des risques", text="La loi le demande.")
    places = {
        "cap": ("Cap et pilotage", "dans le pilotage", "le cap et le pilotage"),
        "vente": ("Vente", "auprès de vos clients", "la vente"),
        "gestion": ("Gestion", "dans la gestion", "la gestion"),
    }
    columns = tuple(
        Column(id=c, title=c.capitalize())
        for c in ("year", "months", "turnover", "staff", "result", "equity", "cash")
    )
    return builders.questionnaire(
        *(
            builders.theme(
                theme_id,
                *(
                    builders.practice(
                        f"{theme_id}_{i}", vigilance=duty if (theme_id, i) == ("cap", 2) else None
                    )
                    for i in range(3)
                ),
                title=title,
                place=place,
                topic=topic,
            )
            for theme_id, (title, place, topic) in places.items()
        ),
        scale=Scale(
            min=0,
            max=4,
            levels=tuple(
                ScaleLevel(value=i, name=name, meaning=f"ce que veut dire {name}")
                for i, name in enumerate(NAMES)
            ),
        ),
        ask_importance=True,
        growth=GrowthBlock(
            title="Votre croissance",
            series="exercices",
            questions=(
                builders.question("exercices", QuestionType.YEARLY_SERIES, columns=columns),
            ),
        ),
    )


ANSWERS = {
    importance_id("cap"): Answer(value=3),
    wish_id("cap"): Answer(value="oui"),
    importance_id("vente"): Answer(value=2),
    importance_id("gestion"): Answer(value=1),
    "cap_0": Answer(value=1, evidence=Evidence.SEEN),
    "cap_1": Answer(value=2, evidence=Evidence.DECLARED, note="On le dit, on ne l'écrit pas."),
    "cap_2": Answer(value=0),
    "vente_0": Answer(value=4),
    "vente_1": Answer(value=3),
    "vente_2": Answer(missing=Missing.DONT_KNOW),
    "gestion_0": Answer(missing=Missing.DONT_KNOW),
    "gestion_1": Answer(missing=Missing.REFUSED),
    "gestion_2": Answer(value=2),
    "exercices": Answer(
        value=(
            {"year": 2023, "months": 15, "turnover": 500_000, "staff": 4, "result": 40_000},
            {"year": 2024, "months": 12, "turnover": 520_000, "staff": 4, "result": 30_000},
            {"year": 2025, "months": 12, "turnover": 640_000, "staff": 5, "result": -6_000},
        )
    ),
}


def interview() -> Interview:
    at = datetime(2026, 6, 16, 8, 0, tzinfo=UTC)
    return Interview(
        id="e",
        company_id="c",
        questionnaire_id="essai",
        questionnaire_version=1,
        created_at=at,
        updated_at=at,
        held_on=date(2026, 6, 16),
        facts=CompanyFacts(staff=5),
        answers=ANSWERS,
        agreement=Agreement(given=True, on=date(2026, 6, 16), text_version="1"),
    )


def read(made: Interview) -> Diagnosis:
    form = questionnaire()
    return diagnose(form, RuleSet(form), made, catalogue())


def catalogue() -> Catalogue:
    return builders.catalogue(
        builders.action("alpha", {"cap_0": 1.0, "cap_1": 0.5}),
        builders.action("beta", {"gestion_2": 1.0}, after=("alpha",)),
    )


def paper(made: Interview, **changes: object) -> Restitution:
    company = Company(id="c", name="Atelier Fictif", dirigeant="Zoé Fictive", fictitious=True)
    context = RestitutionContext(
        consultant="Anne Modèle", place="à l’atelier", catalogue=catalogue(), sending="waiting"
    )
    return build(read(made), company, replace(context, **changes))  # type: ignore[arg-type]


def first() -> Restitution:
    """A first interview: verbatim, peers, code."""
    spread = {t: Quartiles(n=40, q1=0.8, median=1.6, q3=2.2) for t in ("cap", "vente")}
    return paper(
        interview(),
        verbatims=("cap_1",),
        peers=PeerGroup("2026", None, "1-9", 40, spread),
        follow_up_code="7KQM2XHD9RTBV4NC6",
    )


def follow_up() -> Restitution:
    """A year later: one practice up, one down; two needs told."""
    today = replace(
        interview(),
        held_on=date(2027, 7, 1),
        occasion=Occasion.FOLLOW_UP,
        answers={**ANSWERS, "cap_0": Answer(value=3), "vente_0": Answer(value=3)},
        followed=(
            PlanItem("cap_0", outcome="done"),
            PlanItem("gestion_2", outcome="dropped", comment="le moment n'était pas venu"),
        ),
    )
    return paper(today, previous=read(interview()), draft=True)


def nothing_known() -> Restitution:
    """Every practice unknown, no figures, sending refused."""
    unknown = {p: Answer(missing=Missing.DONT_KNOW) for p in questionnaire().practices}
    refused = Agreement(given=False, on=date(2026, 6, 16), text_version="1")
    return paper(replace(interview(), answers=unknown, agreement=refused), sending="refused")


PAPERS = {"premier": first, "suivi": follow_up, "rien-de-connu": nothing_known}


def compared(name: str, text: str) -> None:
    path = REFERENCES / name
    if os.environ.get("UPDATE_REFERENCES"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(PAPERS))
def test_every_word_is_the_one_that_was_approved(name: str) -> None:
    compared(f"{name}.txt", plain_text(PAPERS[name]()) + "\n")


@pytest.mark.parametrize("name", list(PAPERS))
def test_every_drawing_is_the_one_that_was_approved(name: str) -> None:
    """One line per drawn thing, so that a difference shows where it is."""
    drawn = [_drawn(i, chart) for i, chart in enumerate(charts_in(PAPERS[name]().sections))]
    compared(f"{name}.svg.txt", "\n".join(drawn) + "\n")


def _drawn(rank: int, chart: Chart) -> str:
    return svg(chart, f"c{rank}").replace("><", ">\n<")

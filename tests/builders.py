"""Small makers of test data: give what matters to the test, the rest is plausible and fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from consultant_app.domain.answers import Answer, Missing, Value
from consultant_app.domain.catalogue import Action, Catalogue
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import Interview
from consultant_app.domain.questionnaire import (
    Calculation,
    Check,
    Choice,
    Practice,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    ScaleLevel,
    Section,
    Theme,
)


def scale(low: float = 0, high: float = 4, *, half_steps: bool = False) -> Scale:
    """A scale with one named level per whole step."""
    levels = tuple(
        ScaleLevel(value=value, name=f"Niveau {value}") for value in range(int(low), int(high) + 1)
    )
    return Scale(min=low, max=high, half_steps=half_steps, levels=levels)


def practice(practice_id: str, **changes: Any) -> Practice:
    """A practice with all its texts; ``changes`` are fields of `Practice`."""
    fields: dict[str, Any] = {
        "id": practice_id,
        "title": f"Titre de {practice_id}",
        "question": f"Comment faites-vous pour {practice_id}\u202f?",
        "levels": {float(value): f"Fait {value} de {practice_id}." for value in range(5)},
        "why": f"Pourquoi {practice_id} compte.",
        "first_step": f"Commencer {practice_id}",
        "priority": f"Travailler {practice_id}",
        "strength": f"Vous maîtrisez {practice_id}",
        "verify": f"Demandez {practice_id} à votre comptable.",
        "keep": f"Gardez {practice_id}.",
    }
    return Practice(**{**fields, **changes})


def theme(theme_id: str, *practices: Practice | str, **changes: Any) -> Theme:
    """A theme; practices given by id alone are built (two of them when none is given)."""
    given = practices or (f"{theme_id}_1", f"{theme_id}_2")
    fields: dict[str, Any] = {
        "id": theme_id,
        "title": f"Thème {theme_id}",
        "why": f"Pourquoi le thème {theme_id} compte.",
        "place": f"dans {theme_id}",
        "topic": f"le sujet {theme_id}",
        "not_applicable": f"Le thème {theme_id} ne concerne pas votre entreprise.",
        "practices": tuple(practice(p) if isinstance(p, str) else p for p in given),
    }
    return Theme(**{**fields, **changes})


def question(question_id: str, type: QuestionType | str = "integer", **changes: Any) -> Question:  # noqa: A002
    """A question that is not a practice; ``choices`` may be given as codes alone."""
    fields: dict[str, Any] = {
        "id": question_id,
        "type": QuestionType(type),
        "title": f"Titre de {question_id}",
        "question": f"Que dire de {question_id}\u202f?",
        **changes,
    }
    fields["choices"] = tuple(
        Choice(code=c, label=c.capitalize()) if isinstance(c, str) else c
        for c in fields.get("choices", ())
    )
    return Question(**fields)


def questionnaire(
    *themes: Theme | str, profile: Iterable[Question] = (), **changes: Any
) -> Questionnaire:
    """A questionnaire of the themes given (ids alone are built; one theme "a" when none)."""
    fields: dict[str, Any] = {
        "id": "essai",
        "version": 1,
        "title": "Questionnaire d’essai",
        "scale": scale(),
        "themes": tuple(theme(t) if isinstance(t, str) else t for t in themes or ("a",)),
        **changes,
    }
    if questions := tuple(profile):
        fields["profile"] = Section(title="Profil", questions=questions)
    return Questionnaire(**fields)


def answers(given: Mapping[str, Value | Missing | Answer]) -> dict[str, Answer]:
    """Answers from plain values and missing codes."""
    return {item_id: _answer(value) for item_id, value in given.items()}


def _answer(value: Value | Missing | Answer) -> Answer:
    if isinstance(value, Answer):
        return value
    return Answer(missing=value) if isinstance(value, Missing) else Answer(value=value)


def action(
    action_id: str,
    covers: Mapping[str, float],
    *,
    after: tuple[str, ...] = (),
    eligible: str | None = None,
) -> Action:
    """A collective action; ``covers``: practice id → share."""
    return Action(
        id=action_id,
        title=f"Action {action_id}",
        promise="Vous repartez avec un plan.",
        description="Deux journées en groupe.",
        holder="Porteur d’essai",
        kind="Formation-action",
        cost="Selon la région",
        duration="Trois mois",
        objectives=("Progresser",),
        eligibility="Toutes les entreprises",
        eligible=eligible,
        covers=dict(covers),
        after=after,
    )


def catalogue(*actions: Action, questionnaires: tuple[str, ...] = ("essai",)) -> Catalogue:
    """A catalogue of the actions given."""
    return Catalogue(
        id="catalogue-essai",
        version=1,
        title="Catalogue d’essai",
        questionnaires=questionnaires,
        actions=actions,
    )


def interview(
    given: Mapping[str, Value | Missing | Answer] | None = None, **changes: Any
) -> Interview:
    """A full first interview of the questionnaire "essai"; ``changes`` are fields of `Interview`."""
    moment = datetime(2026, 3, 17, 8, 30, tzinfo=UTC)
    fields: dict[str, Any] = {
        "id": "11111111-1111-4111-8111-111111111111",
        "company_id": "22222222-2222-4222-8222-222222222222",
        "questionnaire_id": "essai",
        "questionnaire_version": 1,
        "created_at": moment,
        "updated_at": moment,
        "held_on": moment.date(),
        "facts": CompanyFacts(staff=4, activity="FZ", departement="42", creation_year=2010),
        "answers": answers(given or {}),
    }
    return Interview(**{**fields, **changes})


def big_questionnaire(questions: int = 500, rules: int = 200) -> Questionnaire:
    """A questionnaire of ``questions`` items and ``rules`` rules that reach from one to another.

    Themes of ten items: nine practices and, first, one number. Rules: relevance of practices,
    chains of calculations, checks across themes and conditions, in equal parts.
    """
    themes = questions // 10
    quarter = rules // 4
    per_theme = {n: _ruled_practices(n, quarter) for n in range(themes)}
    return questionnaire(
        *(
            theme(f"t{n}", *per_theme[n], questions=(question(f"q{n}", min=0, max=100),))
            for n in range(themes)
        ),
        calculations=tuple(
            Calculation(id=f"sum{n}", value=f"coalesce(${{q{n % themes}}}, 0){_chained(n)}")
            for n in range(quarter)
        ),
        checks=tuple(_check_across(n, themes) for n in range(quarter)),
        conditions={
            f"wording{n}": f"${{sum{n}}} > 50 and ${{staff}} >= {n % 10}" for n in range(quarter)
        },
    )


def _ruled_practices(number: int, ruled: int) -> list[Practice]:
    """Nine practices of a theme; the second waits for the first and for the theme's number."""
    rule = f"${{p{number}_0}} >= 2 or ${{q{number}}} > 10"
    return [
        practice(f"p{number}_{rank}", relevant=rule if rank == 1 and number < ruled else None)
        for rank in range(9)
    ]


def _chained(number: int) -> str:
    """Calculations come in chains of five."""
    return f" + ${{sum{number - 1}}}" if number % 5 else ""


def _check_across(number: int, themes: int) -> Check:
    here, there = number % themes, (number + 7) % themes
    return Check(
        id=f"check{number}",
        when=f"${{p{here}_1}} >= 3 and ${{p{there}_0}} = 0",
        message=f"Contrôle {number}",
        about=(f"p{here}_1", f"p{there}_0"),
    )

"""From a questionnaire to the codebook that the centre reads its records with."""

from __future__ import annotations

from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.questionnaire import Practice, Questionnaire
from sync.protocol.codebook import (
    Codebook,
    CodeLabel,
    LevelLabel,
    OverallCode,
    PracticeCode,
    ThemeCode,
)


def codebook_of(questionnaire: Questionnaire, catalogue: Catalogue | None = None) -> Codebook:
    """Return the codebook of one questionnaire version, with the actions of its catalogue."""
    scale, growth = questionnaire.scale, questionnaire.growth
    return Codebook(
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        title=questionnaire.title,
        scale_min=scale.min,
        scale_max=scale.max,
        scale=tuple(LevelLabel(value=level.value, label=level.name) for level in scale.levels),
        overall=OverallCode(**questionnaire.overall.model_dump())
        if questionnaire.overall
        else None,
        themes=tuple(
            ThemeCode(
                id=theme.id,
                number=number,
                title=theme.title,
                practices=tuple(
                    _practice(p, f"{number}.{rank}")
                    for rank, p in enumerate(theme.practices, start=1)
                ),
            )
            for number, theme in enumerate(questionnaire.themes, start=1)
        ),
        phases=_choices(questionnaire, growth.phase if growth else None),
        attitudes=_choices(questionnaire, growth.attitude if growth else None),
        brakes=_choices(questionnaire, growth.brakes if growth else None),
        levers=_choices(questionnaire, growth.levers if growth else None),
        actions=tuple(CodeLabel(code=a.id, label=a.title) for a in catalogue.actions)
        if catalogue
        else (),
    )


def _practice(practice: Practice, number: str) -> PracticeCode:
    return PracticeCode(
        id=practice.id,
        number=number,
        title=practice.title,
        question=practice.question,
        weight=practice.weight,
        socle=practice.socle,
        levels=tuple(
            LevelLabel(value=value, label=text) for value, text in sorted(practice.levels.items())
        ),
    )


def _choices(questionnaire: Questionnaire, item_id: str | None) -> tuple[CodeLabel, ...]:
    if item_id is None:
        return ()
    question = questionnaire.items[item_id].question
    choices = question.choices if question else ()
    return tuple(CodeLabel(code=choice.code, label=choice.label) for choice in choices)

"""The anonymisation: from a dossier to a record, field by field. This file *is* the allow-list.

Whatever is not written here does not leave. Never: name, SIREN, NAF code, commune, exact date,
turnover or staff figures, legal form, free text, consultant or device. Each class is as coarse as
the design says; nothing hidden by a rule is passed on.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import cast

from consultant_app.domain.answers import Evidence, Missing
from consultant_app.domain.company import REGION_DEPARTEMENTS, CompanyFacts, age_class
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.interview import Interview
from sync.protocol.record import (
    Activity,
    DurationClass,
    EvidenceCode,
    GrowthRecord,
    MissingCode,
    PlacedLevel,
    Record,
    Territory,
    ThemeWish,
    VersionedName,
)
from sync.protocol.wire import canonical

#: From this size on, a département would single firms out: only the région is said.
_REGION_FROM_STAFF = 50
#: What a record holds at most of needs and of actions.
_MOST_KEPT = 20
_MISSING: dict[Missing, MissingCode] = {
    Missing.DONT_KNOW: "nsp",
    Missing.NOT_APPLICABLE: "so",
    Missing.REFUSED: "refused",
    Missing.NOT_ASKED: "not_asked",
}
_EVIDENCE: dict[Evidence, EvidenceCode] = {
    Evidence.DECLARED: "declared",
    Evidence.SEEN: "seen",
}


def record_of(diagnosis: Diagnosis) -> Record:
    """Return the record of an interview (which must have a ``record_id``)."""
    interview = diagnosis.interview
    questionnaire = diagnosis.questionnaire
    growth = questionnaire.growth
    actions = _actions(diagnosis)
    if interview.record_id is None:
        raise ValueError("the interview has no record id")
    return Record(
        record_id=interview.record_id,
        revision=interview.revision,
        questionnaire=VersionedName(id=questionnaire.id, version=questionnaire.version),
        extent=interview.extent.value,
        occasion=interview.occasion.value,
        follow_up=follow_up_hash(interview.follow_up_code),
        nomenclature=interview.facts.naf_version,
        activity=cast("Activity | None", interview.facts.activity),
        size=interview.facts.size_class,
        territory=territory(interview.facts),
        age=age_class(interview.facts.age_on(interview.held_on)),
        quarter=quarter(interview.held_on),
        growth=_growth(diagnosis),
        practices={p: _placed(diagnosis, p) for p in questionnaire.practices},
        themes=_themes(diagnosis),
        needs=_needs(diagnosis),
        catalogue=_catalogue(diagnosis) if actions else None,
        actions=actions,
        brakes=_ranked(diagnosis, growth.brakes if growth else None),
        levers=_ranked(diagnosis, growth.levers if growth else None),
        confidence=interview.conditions.confidence,
        duration=duration_class(interview),
    )


def to_bytes(record: Record) -> bytes:
    """Return the exact bytes that are shown, frozen and sent."""
    return canonical(record)


def territory(facts: CompanyFacts) -> Territory | None:
    """The département below 50 staff, the région from 50, "HR" outside the région.

    Unknown staff counts as large: the coarser class is the safe one.
    """
    if facts.departement is None:
        return None
    if facts.departement not in REGION_DEPARTEMENTS:
        return "HR"
    if facts.staff is None or facts.staff >= _REGION_FROM_STAFF:
        return "ARA"
    return cast("Territory", facts.departement)


def quarter(day: date) -> str:
    """The calendar quarter of a day: « 2026Q3 »."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def duration_class(interview: Interview) -> DurationClass | None:
    """The class of an interview's length in minutes, pauses left out; None when not measured."""
    minutes = interview.conditions.active_seconds / 60
    if minutes <= 0:
        return None
    if minutes < 45:
        return "<45"
    if minutes < 75:
        return "45-74"
    return "75-104" if minutes < 105 else ">=105"


def follow_up_hash(code: str | None) -> str | None:
    """SHA-256 of a canonical follow-up code (80 random bits: it cannot be tried through)."""
    return None if code is None else sha256(code.encode()).hexdigest()


def _placed(diagnosis: Diagnosis, practice_id: str) -> PlacedLevel:
    answer = diagnosis.interview.answer(practice_id)
    if not diagnosis.outcome.relevant.get(practice_id, True):
        return PlacedLevel(missing="hidden")
    if practice_id not in diagnosis.asked:
        return PlacedLevel(missing="not_asked")
    if answer.missing is not None:
        return PlacedLevel(missing=_MISSING[answer.missing])
    if answer.level is None:
        return PlacedLevel(missing="unanswered")
    evidence = _EVIDENCE[answer.evidence] if answer.evidence else None
    return PlacedLevel(level=answer.level, evidence=evidence)


def _themes(diagnosis: Diagnosis) -> dict[str, ThemeWish]:
    stated = {*diagnosis.importance, *diagnosis.wished}
    return {
        theme.id: ThemeWish(
            importance=diagnosis.importance.get(theme.id), wish=diagnosis.wished.get(theme.id)
        )
        for theme in diagnosis.questionnaire.themes
        if theme.id in stated
    }


def _needs(diagnosis: Diagnosis) -> tuple[str, ...]:
    """Practices kept in a plan that was decided; a proposal nobody has looked at is no need.

    The diagnosis's plan holds practices that are asked and nothing else.
    """
    if not diagnosis.interview.plan_decided:
        return ()
    return tuple(item.practice_id for item in diagnosis.plan if item.kept)[:_MOST_KEPT]


def _actions(diagnosis: Diagnosis) -> tuple[str, ...]:
    """Actions kept that are in the catalogue."""
    kept = {item.action_id for item in diagnosis.interview.actions if item.kept}
    return tuple(a.action_id for a in diagnosis.parcours if a.action_id in kept)[:_MOST_KEPT]


def _catalogue(diagnosis: Diagnosis) -> VersionedName | None:
    """Which catalogue the actions are of: the same code may be another action in another version."""
    catalogue = diagnosis.catalogue
    return VersionedName(id=catalogue.id, version=catalogue.version) if catalogue else None


def _growth(diagnosis: Diagnosis) -> GrowthRecord:
    block = diagnosis.questionnaire.growth
    return GrowthRecord(
        type=diagnosis.growth.type.value if diagnosis.growth else None,
        phase=_choice(diagnosis, block.phase if block else None),
        attitude=_choice(diagnosis, block.attitude if block else None),
    )


def _choice(diagnosis: Diagnosis, item_id: str | None) -> str | None:
    """The code chosen, only if it is one of the closed list and the question is not private."""
    found = _codes(diagnosis, item_id)
    return found[0] if found else None


def _ranked(diagnosis: Diagnosis, item_id: str | None) -> tuple[str, ...]:
    return _codes(diagnosis, item_id)[:3]


def _codes(diagnosis: Diagnosis, item_id: str | None) -> tuple[str, ...]:
    if item_id is None or item_id not in diagnosis.asked:
        return ()
    question = diagnosis.questionnaire.items[item_id].question
    value = diagnosis.interview.answer(item_id).value
    if question is None or question.private or value is None or isinstance(value, int | float):
        return ()
    given = [value] if isinstance(value, str) else list(value)
    allowed = {choice.code for choice in question.choices}
    return tuple(code for code in given if isinstance(code, str) and code in allowed)

"""Domain values to and from what the tables hold."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from consultant_app.domain.answers import Answer, Evidence, Missing
from consultant_app.domain.interview import (
    ActionItem,
    Agreement,
    Conditions,
    PlanItem,
    Signature,
)
from consultant_app.storage.plain import from_json, to_instant, to_json
from consultant_app.storage.text import clean


def answer_columns(answer: Answer) -> tuple[str | None, str | None, str | None, str, int]:
    """The columns value, missing, evidence, note, flagged of an answer."""
    return (
        None if answer.value is None else to_json(answer.value),
        None if answer.missing is None else answer.missing.value,
        None if answer.evidence is None else answer.evidence.value,
        clean(answer.note),
        int(answer.flagged),
    )


def answer_from(row: Any) -> Answer:
    """An answer from a row with the columns of `answer_columns`."""
    return Answer(
        value=from_json(row["value"]),
        missing=Missing(row["missing"]) if row["missing"] else None,
        evidence=Evidence(row["evidence"]) if row["evidence"] else None,
        note=row["note"],
        flagged=bool(row["flagged"]),
    )


def answer_to_json(answer: Answer | None) -> str | None:
    """An answer in one JSON text, as the history keeps it."""
    # Field by field: `asdict` copies deeply, and this is on the way of every answer.
    if answer is None:
        return None
    return to_json(
        {
            "value": answer.value,
            "missing": answer.missing,
            "evidence": answer.evidence,
            "note": answer.note,
            "flagged": answer.flagged,
        }
    )


def answer_from_json(text: str | None) -> Answer | None:
    """Read back what `answer_to_json` wrote."""
    if text is None:
        return None
    data = json.loads(text)
    return Answer(
        value=data["value"],
        missing=Missing(data["missing"]) if data["missing"] else None,
        evidence=Evidence(data["evidence"]) if data["evidence"] else None,
        note=data["note"],
        flagged=data["flagged"],
    )


def conditions_from(text: str) -> Conditions:
    """How an interview was held, from its JSON column."""
    data = json.loads(text)
    data["present"] = tuple(data["present"])
    data["started_at"] = to_instant(data["started_at"])
    return Conditions(**data)


def plan_from(text: str) -> tuple[PlanItem, ...]:
    """The plan decided, from its JSON column."""
    return tuple(PlanItem(**item) for item in json.loads(text))


def actions_from(text: str) -> tuple[ActionItem, ...]:
    """The actions of the parcours, from their JSON column."""
    return tuple(ActionItem(**item) for item in json.loads(text))


def agreement_from(text: str | None) -> Agreement | None:
    """The dirigeant's agreement, from its JSON column."""
    if text is None:
        return None
    data = json.loads(text)
    return Agreement(**{**data, "on": date.fromisoformat(data["on"])})


def signatures_from(text: str) -> tuple[Signature, ...]:
    """The signatures, from their JSON column."""
    return tuple(
        Signature(**{**item, "on": date.fromisoformat(item["on"])}) for item in json.loads(text)
    )

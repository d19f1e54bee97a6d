"""The restitution as a view model: every word and drawing of the paper, before any layout.

Each text is finished French (typography included): renderers place, they do not compose. Order of
fields is reading order, everywhere. Renderers number pages and resolve ``Page`` references. Text:
`model_text.py`; pages: `model_pages.py`, `model_plan.py`; all are named from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from consultant_app.domain.company import Company
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.restitution.context import RestitutionContext
from consultant_app.restitution.model_pages import (
    Cover,
    DoneRow,
    Essential,
    Fact,
    FollowUpPage,
    GrowthPage,
    GrowthStrip,
    Matters,
    MovedRow,
    PeersPage,
    Point,
    PracticeRow,
    ThemePage,
    TocEntry,
    TocGroup,
)
from consultant_app.restitution.model_plan import (
    ActionStep,
    Parcours,
    Plan,
    PlanPeriod,
    PlanRow,
    Sheet,
    SheetRow,
    SignatureCell,
)
from consultant_app.restitution.model_text import (
    Frame,
    Mark,
    MarkKind,
    Rich,
    Run,
)

__all__ = [
    "ActionStep",
    "Cover",
    "DoneRow",
    "Essential",
    "Fact",
    "FollowUpPage",
    "Frame",
    "GrowthPage",
    "GrowthStrip",
    "Mark",
    "MarkKind",
    "Matters",
    "MovedRow",
    "Parcours",
    "PeersPage",
    "Plan",
    "PlanPeriod",
    "PlanRow",
    "Point",
    "PracticeRow",
    "Restitution",
    "Rich",
    "Run",
    "Section",
    "Sheet",
    "SheetRow",
    "SignatureCell",
    "ThemePage",
    "TocEntry",
    "TocGroup",
    "build",
    "plain_text",
]

Section: TypeAlias = (
    Cover
    | Essential
    | FollowUpPage
    | Matters
    | ThemePage
    | GrowthPage
    | PeersPage
    | Parcours
    | Plan
    | Sheet
)


@dataclass(frozen=True, slots=True)
class Restitution:
    """The whole paper: ``sections`` in reading order; ``edition`` full or short (two pages)."""

    edition: Literal["full", "short"]
    frame: Frame
    sections: tuple[Section, ...]


def build(diagnosis: Diagnosis, company: Company, context: RestitutionContext) -> Restitution:
    """Compose the whole paper of ``diagnosis``: pure, the same inputs give the same words."""
    from consultant_app.restitution.building import compose

    return compose(diagnosis, company, context)


def plain_text(restitution: Restitution, *, charts: bool = True) -> str:
    """Return every word of the restitution in reading order, one text per line.

    ``charts``: the labels drawn in charts too, in the order they are painted. Page numbers and
    running heads are not part of it.
    """
    from consultant_app.restitution.plain import lines

    return "\n".join(lines(restitution, charts=charts))

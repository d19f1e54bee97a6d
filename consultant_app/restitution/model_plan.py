"""Pages of the view model that say what comes next: actions, plan, signatures, detachable sheet."""

from __future__ import annotations

from dataclasses import dataclass

from consultant_app.restitution.model_pages import Fact
from consultant_app.restitution.model_text import Mark, Rich


@dataclass(frozen=True, slots=True)
class ActionStep:
    """One action of the parcours.

    ``facts``: « Pour qui », « Durée », « Porteur, contact, coût » with their texts; ``example``
    (« exemple, à remplacer par la région ») is drawn in a box in place of the last text, or "".
    """

    letter: str
    when: str
    title: str
    promise: str
    because: Rich
    facts: tuple[Fact, ...]
    example: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parcours:
    """The actions in order. ``steps`` may be empty: the lede says why."""

    anchor: str
    title: str
    lede: str
    steps: tuple[ActionStep, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the plan; all texts may be empty: that is room to write.

    ``note``: what was added to it when it was kept, set in italic under ``what``.
    """

    mark: Mark | None
    what: str
    who: str
    when: str
    seen: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """« À 3 mois », « mi-septembre 2026 » and rows, blank ones included."""

    title: str
    around: str
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True)
class SignatureCell:
    """Words above a line to write on; ``name`` and ``drawing`` (SVG path) once signed."""

    label: str
    signed: str
    drawing: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan d'action and its signatures, on one page."""

    anchor: str
    title: str
    lede: str
    columns: tuple[str, str, str, str, str]
    periods: tuple[PlanPeriod, ...]
    signatures: tuple[SignatureCell, ...]
    note: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What is sent and what never leaves, for one kind of information."""

    label: str
    sent: str
    never: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The detachable sheet: no name on it, no running head. ``code`` "" when nothing is sent."""

    anchor: str
    title: str
    lede: str
    cut: str
    code_label: str
    code: str
    qr: str
    qr_alt: str
    code_text: tuple[Rich, ...]
    columns: tuple[str, str, str]
    rows: tuple[SheetRow, ...]
    rights_title: str
    rights: tuple[Rich, ...]
    write_in: str  # words before a line to write on, last of the rights

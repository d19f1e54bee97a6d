"""The restitution as a view model: every word and drawing of the paper, before any layout.

Each text is finished French (typography included): renderers place, they do not compose. Order of
fields is reading order, everywhere. Renderers number pages and resolve ``Page`` references.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from consultant_app.domain.company import Company
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.restitution.context import RestitutionContext
from consultant_app.restitution.drawing import Chart, Face

MarkKind: TypeAlias = Literal["priority", "vigilance", "verify", "practice"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn sign set in text, as in the charts.

    priority: black disc, white bold ``label`` (its number) · vigilance: black triangle, white « ! »
    · verify: ring · practice: dot. ``alt`` is what a screen reader says.
    """

    kind: MarkKind
    label: str
    alt: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face, or a mark (``text`` is then empty)."""

    text: str
    face: Face = "regular"
    mark: Mark | None = None


#: Text with changes of face and marks in it.
Rich: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every page. ``number`` of pages is the renderer's: « 2 / 17 »."""

    document_title: str
    subject: str
    author: str
    running_head: Rich
    footer: str
    draft: str  # « Projet » across each page while the interview is open, else ""


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the cover's contents: the pages from anchor ``first`` to the end of ``last``."""

    title: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class TocGroup:
    """« Si vous avez dix minutes » and its lines."""

    title: str
    entries: tuple[TocEntry, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """``people``: three cells side by side, each of one to three lines."""

    anchor: str
    programme: str
    company: str
    subtitle: str
    people: tuple[tuple[Rich, ...], ...]
    ladder_title: str
    ladder_text: str
    ladder: Chart
    contents: tuple[TocGroup, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A priority or a point of vigilance: « Title. Why » then « → step »."""

    mark: Mark
    practice_id: str
    title: str
    why: str
    step: str


@dataclass(frozen=True, slots=True)
class Essential:
    """The one page to read. Empty ``vigilance`` takes its heading away."""

    anchor: str
    title: str
    lede: str
    profile: Chart
    key_left: str
    key: Rich
    strengths_title: str
    strengths: tuple[Rich, ...]
    no_strength: str
    vigilance_title: str
    vigilance: tuple[Point, ...]
    priorities_title: str
    priorities: tuple[Point, ...]
    no_priority: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A short label and its text, a row of two columns."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Matters:
    """What the dirigeant said matters, against what was found. ``said`` may be empty."""

    anchor: str
    title: str
    lede: str
    matrix: Chart
    said_title: str
    quote: str
    said: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """One practice: step reached, what is done today, the next step.

    ``glyph`` None when the practice is not placed for a reason other than NSP or refused.
    ``next_lead``: words in italic before ``next`` (« Demandez à … : »), or "". ``quote``: a chosen
    verbatim with its guillemets, or "".
    """

    practice_id: str
    code: str
    title: str
    marks: tuple[Mark, ...]
    glyph: Chart | None
    level: str
    evidence: str
    today: str
    next_lead: str
    next: str
    quote: str


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A theme. One without rows (SO, not asked) is a few lines: title and ``lede``."""

    anchor: str
    theme_id: str
    number: str
    title: str
    strip_caption: str
    strip: Chart
    lede: str
    columns: tuple[str, str, str]
    rows: tuple[PracticeRow, ...]
    notes: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class GrowthStrip:
    """One measure over the years: words at the left, the chart at the right."""

    title: str
    unit: str
    sentence: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class GrowthPage:
    """Growth explained. Without enough figures ``strips`` may be empty and ``lede`` says it."""

    anchor: str
    title: str
    type_words: str
    type_note: str
    lede: str
    strips: tuple[GrowthStrip, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeersPage:
    """Compared with similar firms; ``chart`` None where there are no reference values."""

    anchor: str
    title: str
    lede: str
    chart: Chart | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A practice whose step changed: before, today, in words."""

    code: str
    title: str
    before: str
    today: str


@dataclass(frozen=True, slots=True)
class DoneRow:
    """What had been kept last time, and what was done of it."""

    mark: Mark | None
    title: str
    outcome: str
    comment: str


@dataclass(frozen=True, slots=True)
class FollowUpPage:
    """Two dates side by side. Empty tables are replaced by their sentence."""

    anchor: str
    title: str
    lede: str
    chart: Chart
    key: Rich
    moved_title: str
    moved_columns: tuple[str, str, str]
    moved: tuple[MovedRow, ...]
    moved_empty: str
    done_title: str
    done_columns: tuple[str, str, str]
    done: tuple[DoneRow, ...]
    done_empty: str


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

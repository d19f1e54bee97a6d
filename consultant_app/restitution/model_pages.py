"""Pages of the view model that tell what was found: cover, essential, themes, growth, follow-up."""

from __future__ import annotations

from dataclasses import dataclass

from consultant_app.restitution.drawing import Chart
from consultant_app.restitution.model_text import Mark, Rich


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

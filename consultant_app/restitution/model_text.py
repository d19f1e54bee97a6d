"""Words of the view model: text with its faces and marks, and what stands on every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from consultant_app.restitution.drawing import Face

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

"""The interview's path: one stop per question, and one that opens each theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from consultant_app.domain.answers import Answer, Missing
from consultant_app.domain.questionnaire import Item, Questionnaire
from consultant_app.ui.widgets.marks import Pip


class StopKind(StrEnum):
    """What is asked at a stop."""

    OPENING = "opening"
    QUESTION = "question"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the interview can be: ``items`` are answered together (importance and wish)."""

    id: str
    kind: StopKind
    section: str
    theme_id: str | None
    items: tuple[Item, ...]

    @property
    def item(self) -> Item:
        """The first item, which names the stop."""
        return self.items[0]

    @property
    def label(self) -> str:
        """How people name the stop: « 5.2 Trésorerie »."""
        if self.kind is StopKind.OPENING:
            return "Importance"
        return f"{self.item.code} {self.item.title}".strip()


@dataclass(frozen=True, slots=True)
class Section:
    """A theme, the profile or the growth block, with its stops."""

    id: str
    number: str
    title: str
    stops: tuple[Stop, ...]


class Path:
    """The stops asked now, in order."""

    def __init__(self, questionnaire: Questionnaire, asked: frozenset[str]) -> None:
        self.stops = tuple(_stops(questionnaire.items.values(), asked))
        self._index = {item.id: i for i, stop in enumerate(self.stops) for item in stop.items}
        self._order = {item_id: n for n, item_id in enumerate(questionnaire.items)}
        self.sections = tuple(_sections(questionnaire, self.stops))

    def find(self, item_id: str | None) -> Stop | None:
        """Return the stop where ``item_id`` is asked, None when it is not asked now."""
        index = self._index.get(item_id) if item_id else None
        return None if index is None else self.stops[index]

    def is_last(self, stop: Stop) -> bool:
        """Whether nothing is asked after ``stop``."""
        return self.stops[-1].id == stop.id

    def near(self, item_id: str | None) -> Stop:
        """Return the stop of ``item_id``, or the nearest following one that is asked."""
        found = self.find(item_id)
        if found:
            return found
        rank = self._order.get(item_id or "", -1)
        later = (s for s in self.stops if self._order[s.item.id] >= rank)
        return next(later, self.stops[-1])

    def step(self, stop: Stop, by: int) -> Stop | None:
        """Return the stop ``by`` places further, None beyond the ends."""
        index = self._index[stop.item.id] + by
        return self.stops[index] if 0 <= index < len(self.stops) else None

    def next_open(self, stop: Stop, answers: Mapping[str, Answer]) -> Stop | None:
        """Return the next stop with something unanswered, from the start again after the end."""
        start = self._index[stop.item.id] + 1
        ring = self.stops[start:] + self.stops[: start - 1]
        return next((s for s in ring if not is_settled(s, answers)), None)

    def section_of(self, stop: Stop) -> Section:
        """Return the section that holds ``stop``."""
        return next(s for s in self.sections if s.id == stop.section)


def is_settled(stop: Stop, answers: Mapping[str, Answer]) -> bool:
    """Whether every item of a stop has a value or a missing code."""
    return all((a := answers.get(item.id)) is not None and a.is_answered for item in stop.items)


def pip(stop: Stop, answers: Mapping[str, Answer]) -> Pip:
    """Return the state of a stop as the rail draws it."""
    given = [answers.get(item.id) for item in stop.items]
    if any(a is not None and a.flagged for a in given):
        return Pip.FLAGGED
    if not is_settled(stop, answers):
        return Pip.OPEN
    reasons = {a.missing for a in given if a is not None}
    if Missing.DONT_KNOW in reasons or Missing.REFUSED in reasons:
        return Pip.TO_VERIFY
    return Pip.NOT_APPLICABLE if reasons == {Missing.NOT_APPLICABLE} else Pip.ANSWERED


def _stops(items: Iterable[Item], asked: frozenset[str]) -> Iterable[Stop]:
    opening: list[Item] = []
    for item in items:
        if item.id not in asked:
            continue
        if item.role in ("importance", "wish"):
            opening.append(item)
            if item.role == "wish":
                yield _stop(StopKind.OPENING, *opening)
                opening = []
            continue
        if opening:
            yield _stop(StopKind.OPENING, *opening)
            opening = []
        yield _stop(StopKind.PRACTICE if item.practice else StopKind.QUESTION, item)
    if opening:
        yield _stop(StopKind.OPENING, *opening)


def _stop(kind: StopKind, *items: Item) -> Stop:
    return Stop(items[0].id, kind, items[0].section, items[0].theme_id, items)


def _sections(questionnaire: Questionnaire, stops: Iterable[Stop]) -> Iterable[Section]:
    by_section: dict[str, list[Stop]] = {}
    for stop in stops:
        by_section.setdefault(stop.section, []).append(stop)
    for section_id, held in by_section.items():
        number, title = _name(questionnaire, section_id)
        yield Section(section_id, number, title, tuple(held))


def _name(questionnaire: Questionnaire, section_id: str) -> tuple[str, str]:
    if section_id == "profile":
        return "", questionnaire.profile.title if questionnaire.profile else ""
    if section_id == "growth":
        return "", questionnaire.growth.title if questionnaire.growth else ""
    theme = questionnaire.theme(section_id)
    return str(questionnaire.theme_number(section_id)), theme.short_title or theme.title

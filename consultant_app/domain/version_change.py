"""What moving a draft to another version of its questionnaire does to each answer.

Nothing is converted: an answer goes on as it is, or it is set aside (it stays in the history) and
the question is asked again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from consultant_app.domain.answers import UNANSWERED, Answer
from consultant_app.domain.interview import Interview, PlanItem
from consultant_app.domain.questionnaire import (
    Choice,
    Item,
    Questionnaire,
    importance_id,
    wish_id,
)
from consultant_app.domain.values import BadAnswerError, check_value


class Fate(StrEnum):
    """What becomes of an item from one version to the other."""

    KEPT = "kept"
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"


class Difference(StrEnum):
    """One way in which an item that stays is not what it was."""

    RENAMED = "renamed"
    REWORDED = "reworded"
    RETYPED = "retyped"
    RESCALED = "rescaled"
    NARROWED = "narrowed"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item: ``old`` as it was (None: new), ``new`` as it becomes (None: dropped).

    ``before``: its answer now; ``after``: the answer it will have. ``is_set_aside``: a value or
    missing code given will no longer count (it stays in the history).
    """

    fate: Fate
    old: Item | None
    new: Item | None
    differences: tuple[Difference, ...]
    before: Answer
    after: Answer

    @property
    def is_set_aside(self) -> bool:
        """Whether something that was answered stops counting."""
        return self.before.is_answered and not self.after.is_answered

    @property
    def title(self) -> str:
        """The item's title, as it becomes where it stays."""
        item = self.new or self.old
        return item.title if item else ""


@dataclass(frozen=True)
class VersionChange:
    """The whole change: every item in the new version's order, then those dropped."""

    questionnaire: Questionnaire
    from_version: int
    interview: Interview
    items: tuple[ItemChange, ...]

    def of(self, fate: Fate) -> tuple[ItemChange, ...]:
        """The items of one fate."""
        return tuple(change for change in self.items if change.fate is fate)

    @property
    def set_aside(self) -> tuple[ItemChange, ...]:
        """The items whose answer stops counting."""
        return tuple(change for change in self.items if change.is_set_aside)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """The answers after the change, by the new version's ids."""
        return {
            change.new.id: change.after
            for change in self.items
            if change.new is not None and change.after != UNANSWERED
        }


def version_change(interview: Interview, old: Questionnaire, new: Questionnaire) -> VersionChange:
    """Tell what moving ``interview`` from ``old`` to ``new`` does, as `VersionChange`.

    Its ``interview`` is the interview as it would become. Pure: what is previewed is what happens.
    """
    former = former_ids(old, new)
    changes = [*_staying(interview, old, new, former), *_dropped(interview, old, former)]
    change = VersionChange(new, old.version, interview, tuple(changes))
    return replace(change, interview=_moved(interview, new, former, change.answers))


def former_ids(old: Questionnaire, new: Questionnaire) -> dict[str, str]:
    """New item id → the id that the same item bore in ``old``, for every item that stays.

    An item that says what it was ``renamed_from`` is followed by the latest of these names that
    ``old`` holds; importance and wish follow their theme. No old item is followed by two.
    """
    found = {item_id: item_id for item_id in new.items if item_id in old.items}
    taken = set(found)
    for now, was in _renames(old, new):
        if now not in found and was not in taken:
            found[now] = was
            taken.add(was)
    return found


def _renames(old: Questionnaire, new: Questionnaire) -> Iterator[tuple[str, str]]:
    """New id, old id of every item that was renamed."""
    themes = {theme.id for theme in old.themes}
    for theme in new.themes:
        if was := _latest(theme.renamed_from, themes):
            yield importance_id(theme.id), importance_id(was)
            yield wish_id(theme.id), wish_id(was)
    for item in new.items.values():
        source = item.practice or item.question
        if source and (was := _latest(source.renamed_from, old.items)):
            yield item.id, was


def _latest(names: tuple[str, ...], known: Container[str]) -> str | None:
    return next((name for name in reversed(names) if name in known), None)


def _staying(
    interview: Interview, old: Questionnaire, new: Questionnaire, former: Mapping[str, str]
) -> Iterator[ItemChange]:
    for item in new.items.values():
        if item.id not in former:
            yield ItemChange(Fate.NEW, None, item, (), UNANSWERED, UNANSWERED)
            continue
        before_item = old.items[former[item.id]]
        before = interview.answer(before_item.id)
        differences = list(_differences(before_item, item, old, new))
        after = _carried(before, item, new, differences)
        fate = Fate.CHANGED if differences else Fate.KEPT
        yield ItemChange(fate, before_item, item, tuple(differences), before, after)


def _dropped(
    interview: Interview, old: Questionnaire, former: Mapping[str, str]
) -> Iterator[ItemChange]:
    stay = set(former.values())
    for item in old.items.values():
        if item.id not in stay:
            before = interview.answer(item.id)
            yield ItemChange(Fate.DROPPED, item, None, (), before, UNANSWERED)


def _differences(
    before: Item, after: Item, old: Questionnaire, new: Questionnaire
) -> Iterator[Difference]:
    if before.id != after.id:
        yield Difference.RENAMED
    if _type(before) != _type(after):
        yield Difference.RETYPED
    elif after.practice and _steps(old) != _steps(new):
        yield Difference.RESCALED
    if _texts(before) != _texts(after):
        yield Difference.REWORDED


def _type(item: Item) -> object:
    """What kind of value an item holds; for a series, of which columns."""
    question = item.question
    if question is None:
        return "practice"
    return question.type, tuple((column.id, column.type) for column in question.columns)


def _steps(questionnaire: Questionnaire) -> object:
    """What makes a level mean the same; half steps added later take nothing away."""
    scale = questionnaire.scale
    return scale.min, scale.max, tuple(level.value for level in scale.levels)


def _texts(item: Item) -> object:
    """The words that an answer was given to."""
    if item.practice:
        levels = sorted(item.practice.levels.items())
        return item.practice.title, item.practice.question, levels
    question = item.question
    if question is None:
        return item.title
    return question.title, question.question, question.unit, _labels(question.choices)


def _labels(choices: tuple[Choice, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((choice.code, choice.label) for choice in choices))


def _carried(
    before: Answer, item: Item, new: Questionnaire, differences: list[Difference]
) -> Answer:
    """The answer under the new version; ``differences`` learns of bounds it no longer fits."""
    if not before.is_answered:
        return before
    # To be asked again, and flagged so that it is not forgotten; the note stays.
    again = replace(before, value=None, missing=None, evidence=None, flagged=True)
    if Difference.RETYPED in differences:
        return again
    if before.value is None:
        return before
    if Difference.RESCALED in differences:
        return again
    try:
        return replace(before, value=check_value(item, before.value, new.scale))
    except BadAnswerError:
        differences.append(Difference.NARROWED)
        return again


def _moved(
    interview: Interview,
    new: Questionnaire,
    former: Mapping[str, str],
    answers: Mapping[str, Answer],
) -> Interview:
    """The interview as it becomes: whatever names a question names it as the new version does."""
    becomes = {was: now for now, was in former.items()}
    position = becomes.get(interview.position or "")
    return replace(
        interview,
        questionnaire_version=new.version,
        answers=answers,
        position=position,
        deepened=_deepened(interview, new),
        plan=_renamed(interview.plan, becomes),
        followed=_renamed(interview.followed, becomes),
        signatures=(),
    )


def _deepened(interview: Interview, new: Questionnaire) -> frozenset[str]:
    names = {theme.id: {theme.id, *theme.renamed_from} for theme in new.themes}
    return frozenset(t for t, known in names.items() if known & interview.deepened)


def _renamed(plan: tuple[PlanItem, ...], becomes: Mapping[str, str]) -> tuple[PlanItem, ...]:
    """Plan items under their practice's new name; those of dropped practices go."""
    return tuple(
        replace(item, practice_id=becomes[item.practice_id])
        for item in plan
        if item.practice_id in becomes
    )


def followed_as(
    plan: tuple[PlanItem, ...], old: Questionnaire, new: Questionnaire
) -> tuple[PlanItem, ...]:
    """What was kept under ``old``, named as ``new`` does (a follow-up under a later version)."""
    return _renamed(plan, {was: now for now, was in former_ids(old, new).items()})

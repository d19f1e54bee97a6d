"""Interviews led in every possible disorder end as a plain model of what was acknowledged says."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from consultant_app.domain.answers import UNANSWERED, Answer, Evidence, Missing, Value
from consultant_app.domain.errors import BlockedClosingError, ClosedInterviewError
from consultant_app.domain.interview import Extent, State
from consultant_app.domain.values import BadAnswerError
from consultant_app.services.closing import Closing
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.workspace import Workspace
from tests.working import install, open_workspace, started

SAMPLE = settings(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
PROOF = settings(SAMPLE, max_examples=200, stateful_step_count=60)

CHOICES = ["exports", "markets", "brakes"]
NUMBERS = ["size", "share", "rate", "sales", "founded"]
PROFILE = [*NUMBERS, *CHOICES, "met_on", "words", "years"]
PRACTICES = {
    "home": ("plan", "measure", "share_out"),
    "abroad": ("prospect", "deliver"),
}
LEVELS = [name for names in PRACTICES.values() for name in names]
SOCLE = {"plan", "prospect"}
ABROAD = {"importance_abroad", "wish_abroad", "prospect", "deliver"}
ITEMS = [
    *PROFILE,
    *(f"{kind}_{theme}" for theme in PRACTICES for kind in ("importance", "wish")),
    *LEVELS,
]
WHOLE = st.integers(-1_000_000, 1_000_000)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Z"]), min_size=1)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "size": st.integers(0, 500),
    "exports": st.sampled_from(["oui", "non"]),
    "share": st.integers(0, 100) | st.floats(0, 100),
    "markets": st.sets(st.sampled_from(["local", "far", "web"])).map(
        lambda codes: [c for c in ("local", "far", "web") if c in codes]
    ),
    "brakes": st.lists(st.sampled_from(["money", "people", "time"]), max_size=2, unique=True),
    "rate": st.floats(-1e9, 1e9),
    "sales": WHOLE,
    "founded": st.integers(1900, 2026),
    "met_on": st.dates().map(lambda day: day.isoformat()),
    "words": TEXTS,
    "years": st.lists(st.integers(2000, 2030), unique=True, max_size=5).map(
        lambda years: [{"year": year, "turnover": year * 7} for year in sorted(years)]
    ),
    **{f"importance_{theme}": st.integers(0, 3) for theme in PRACTICES},
    **{f"wish_{theme}": st.sampled_from(["oui", "non"]) for theme in PRACTICES},
    **{name: st.integers(0, 4) for name in LEVELS},
}
GIVEN = st.sampled_from(ITEMS).flatmap(lambda item: st.tuples(st.just(item), VALUES[item]))
#: Values that their question cannot hold.
BAD: dict[str, Value] = {
    "size": 501,
    "exports": "peut-être",
    "share": 100.5,
    "markets": ["local", "local"],
    "brakes": ["money", "people", "time"],
    "rate": "beaucoup",
    "founded": 2500,
    "met_on": "le 31 juin",
    "words": "  ",
    "years": [{"turnover": 1}],
    "plan": 5,
    "deliver": 2.5,
}


@dataclass
class Model:
    """What was acknowledged, as plainly as it can be told."""

    answers: dict[str, Answer] = field(default_factory=dict)
    undo: list[tuple[str, Answer, Answer]] = field(default_factory=list)
    redo: list[tuple[str, Answer, Answer]] = field(default_factory=list)
    history: dict[str, list[Answer]] = field(default_factory=dict)
    position: str | None = None
    extent: Extent = Extent.FULL
    deepened: frozenset[str] = frozenset()
    state: State = State.DRAFT
    revision: int = 1

    def of(self, item: str) -> Answer:
        return self.answers.get(item, UNANSWERED)

    def put(self, item: str, after: Answer) -> None:
        self.answers.pop(item, None)
        if after != UNANSWERED:
            self.answers[item] = after
        self.history.setdefault(item, []).append(after)

    def act(self, item: str, after: Answer) -> None:
        self.undo.append((item, self.of(item), after))
        self.redo.clear()
        self.put(item, after)

    @property
    def hidden(self) -> set[str]:
        exporting = self.of("exports").value == "oui"
        size = self.of("size").value
        hidden = set() if exporting else {"share", *ABROAD}
        return hidden if isinstance(size, int) and size >= 10 else hidden | {"share_out"}

    @property
    def asked(self) -> set[str]:
        shown = set(ITEMS) - self.hidden
        if self.extent is Extent.FULL:
            return shown
        deepened = {name for theme in self.deepened for name in PRACTICES[theme]}
        return shown - (set(LEVELS) - SOCLE - deepened)

    @property
    def is_blocked(self) -> bool:
        size, measure = self.of("size").value, self.of("measure").value
        return isinstance(size, int) and size > 400 and measure == 0 and "measure" in self.asked


class Interviews(RuleBasedStateMachine):
    """A consultant who does anything at any moment, on a machine that dies at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.lives = 0
        self.model = Model()
        self.workspace: Workspace = open_workspace(self.profile)
        install(self.workspace, "stories/everything")
        self.id = started(self.workspace, questionnaire_id="everything").id
        self.open = Interviewing(self.workspace, self.id)

    @property
    def profile(self) -> Path:
        return Path(self.folder.name) / f"profil-{self.lives}"

    @property
    def is_draft(self) -> bool:
        return self.model.state is State.DRAFT

    @precondition(lambda self: self.is_draft)
    @rule(given=GIVEN)
    def answer(self, given: tuple[str, Value]) -> None:
        item, value = given
        before = self.model.of(item)
        declared = Evidence.DECLARED if item in LEVELS else None
        evidence = before.evidence or declared
        self.open.answer(item, value)
        self.model.act(item, replace(before, value=value, missing=None, evidence=evidence))

    @precondition(lambda self: self.is_draft)
    @rule(item=st.sampled_from(sorted(BAD)))
    def answer_badly(self, item: str) -> None:
        with pytest.raises(BadAnswerError):
            self.open.answer(item, BAD[item])

    @precondition(lambda self: self.is_draft)
    @rule(item=st.sampled_from(ITEMS), why=st.sampled_from(list(Missing)))
    def say_missing(self, item: str, why: Missing) -> None:
        self.open.missing(item, why)
        self.model.act(item, replace(self.model.of(item), value=None, missing=why))

    @precondition(lambda self: self.is_draft)
    @rule(item=st.sampled_from(ITEMS))
    def clear(self, item: str) -> None:
        self.open.clear(item)
        self.model.act(item, replace(self.model.of(item), value=None, missing=None))

    @precondition(lambda self: self.is_draft)
    @rule(item=st.sampled_from(ITEMS), text=TEXTS | st.just(""))
    def note(self, item: str, text: str) -> None:
        self.open.note(item, text)
        self.model.act(item, replace(self.model.of(item), note=text))

    @precondition(lambda self: self.is_draft)
    @rule(item=st.sampled_from(ITEMS), flagged=st.booleans())
    def flag(self, item: str, *, flagged: bool) -> None:
        self.open.flag(item, flagged=flagged)
        self.model.act(item, replace(self.model.of(item), flagged=flagged))

    @precondition(lambda self: self.is_draft)
    @rule(item=st.sampled_from(LEVELS), mark=st.sampled_from([*Evidence, None]))
    def mark(self, item: str, mark: Evidence | None) -> None:
        self.open.evidence(item, mark)
        self.model.act(item, replace(self.model.of(item), evidence=mark))

    @precondition(lambda self: self.is_draft)
    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.open.undo()
            if self.model.undo:
                act = self.model.undo.pop()
                self.model.redo.append(act)
                self.model.put(act[0], act[1])

    @precondition(lambda self: self.is_draft)
    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.open.redo()
            if self.model.redo:
                act = self.model.redo.pop()
                self.model.undo.append(act)
                self.model.put(act[0], act[2])

    @rule(item=st.sampled_from(ITEMS))
    def jump(self, item: str) -> None:
        self.open.visit(item)
        self.model.position = item

    @precondition(lambda self: self.is_draft)
    @rule(extent=st.sampled_from(list(Extent)))
    def choose_extent(self, extent: Extent) -> None:
        self.open.set_extent(extent)
        self.model.extent = extent

    @precondition(lambda self: self.is_draft)
    @rule(theme=st.sampled_from(list(PRACTICES)), on=st.booleans())
    def deepen(self, theme: str, *, on: bool) -> None:
        self.open.deepen(theme, on=on)
        changed = {theme} if on else set()
        self.model.deepened = (self.model.deepened - {theme}) | changed

    @precondition(lambda self: self.is_draft)
    @rule()
    def close(self) -> None:
        if self.model.is_blocked:
            with pytest.raises(BlockedClosingError, match="Impossible"):
                Closing(self.workspace).close(self.id)
            return
        Closing(self.workspace).close(self.id)
        with pytest.raises(ClosedInterviewError):
            self.open.answer("size", 1)
        self.open.refresh()
        self.model.state = State.CLOSED
        self.model.undo.clear()
        self.model.redo.clear()

    @precondition(lambda self: not self.is_draft)
    @rule()
    def reopen(self) -> None:
        Closing(self.workspace).reopen(self.id, "une précision")
        self.open.refresh()
        self.model.state = State.DRAFT
        self.model.revision += 1

    @precondition(lambda self: not self.is_draft)
    @rule(item=st.sampled_from(ITEMS))
    def change_what_is_closed(self, item: str) -> None:
        with pytest.raises(ClosedInterviewError):
            self.open.missing(item, Missing.REFUSED)

    @rule()
    def leave_and_come_back(self) -> None:
        self.workspace.close()
        self._begin()

    @rule()
    def die_and_come_back(self) -> None:
        """Go on from the files as they lie at this moment, nothing closed nor flushed."""
        before, died = self.workspace, self.profile
        self.lives += 1
        shutil.copytree(died, self.profile)
        before.close()
        shutil.rmtree(died)
        self._begin()

    def _begin(self) -> None:
        self.workspace = open_workspace(self.profile, clock=self.workspace.clock)
        self.open = Interviewing(self.workspace, self.id)

    @invariant()
    def the_screen_shows_what_was_acknowledged(self) -> None:
        state, model = self.open.state, self.model
        shown = {i: a for i, a in state.interview.answers.items() if a != UNANSWERED}
        assert shown == model.answers
        assert state.can_undo == bool(model.undo)
        assert state.can_redo == bool(model.redo)
        assert {i for i, shown in state.outcome.relevant.items() if not shown} == model.hidden
        assert state.outcome.asked == model.asked
        assert state.interview.position == model.position
        assert (state.interview.state, state.interview.revision) == (model.state, model.revision)

    @invariant()
    def the_storage_holds_what_was_acknowledged(self) -> None:
        stored, model = self.workspace.interviews.get(self.id), self.model
        assert dict(stored.answers) == model.answers
        told = (stored.extent, stored.deepened, stored.position, stored.state, stored.revision)
        wanted = (model.extent, model.deepened, model.position, model.state, model.revision)
        assert told == wanted
        line = self.workspace.interviews.summary(self.id)
        assert line.relevant == len(model.asked & set(LEVELS))
        assert line.answered == sum(model.of(i).is_answered for i in model.asked & set(LEVELS))
        assert line.flagged == sum(model.of(i).flagged for i in model.asked)

    def teardown(self) -> None:
        for item, states in self.model.history.items():
            assert [entry.answer for entry in self.open.history(item)] == states
        assert self.workspace.db.faults() == []
        assert self._written() == self._written_again()
        self.workspace.close()
        self.folder.cleanup()

    def _written(self) -> Mapping[str, Answer]:
        return self.workspace.interviews.get(self.id).answers

    def _written_again(self) -> Mapping[str, Answer]:
        self.leave_and_come_back()
        return self._written()


def test_random_interviews_end_as_the_model_says() -> None:
    run_state_machine_as_test(Interviews, settings=SAMPLE)


@pytest.mark.prove
def test_200_random_interviews_end_as_the_model_says() -> None:
    run_state_machine_as_test(Interviews, settings=PROOF)

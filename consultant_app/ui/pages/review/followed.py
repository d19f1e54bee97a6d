"""A follow-up: what was kept last time, and what became of it. Saved at each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from consultant_app.domain.interview import ActionItem, Interview, PlanItem
from consultant_app.domain.typography import french
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.options import OptionsBar

OUTCOMES = (("done", "Fait"), ("started", "Commencé"), ("dropped", "Abandonné"))


class FollowedList(QWidget):
    """``told`` gets the priorities and the actions, each with its outcome."""

    told = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._plan: list[PlanItem] = []
        self._actions: list[ActionItem] = []
        self._column = Column(self)

    def show_interview(
        self, interview: Interview, titles: Mapping[str, str], *, locked: bool
    ) -> None:
        """Show what was kept last time; nothing for a first interview."""
        clear(self._column)
        self._plan, self._actions = list(interview.followed), list(interview.followed_actions)
        self.setVisible(bool(self._plan or self._actions))
        self._column.put(label("Depuis la dernière fois", px=15, bold=True))
        for place, item in enumerate(self._plan):
            self._add(titles.get(item.practice_id, ""), item.outcome, locked).chosen.connect(
                lambda code, at=place: self._tell_plan(at, code)
            )
        for place, action in enumerate(self._actions):
            self._add(titles.get(action.action_id, ""), action.outcome, locked).chosen.connect(
                lambda code, at=place: self._tell_action(at, code)
            )

    def _add(self, title: str, outcome: str, locked: bool) -> OptionsBar:
        title = french(title)
        bar = OptionsBar(title, OUTCOMES)
        bar.show_choice(outcome or None)
        bar.chosen.connect(bar.show_choice)
        bar.setEnabled(not locked)
        self._column.put(label(title, px=13, wrap=True), bar)
        return bar

    def _tell_plan(self, place: int, code: str) -> None:
        self._plan[place] = replace(self._plan[place], outcome=code)
        self.told.emit(tuple(self._plan), tuple(self._actions))

    def _tell_action(self, place: int, code: str) -> None:
        self._actions[place] = replace(self._actions[place], outcome=code)
        self.told.emit(tuple(self._plan), tuple(self._actions))

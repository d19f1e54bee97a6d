"""What opens over the interview: all keys, all contradictions, an answer's history."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from consultant_app.ui.dialogs.checks import ChecksDialog
from consultant_app.ui.dialogs.keys import KeysDialog
from consultant_app.ui.pages.interview.keys import ALL_KEYS
from consultant_app.ui.pages.interview.margin import Margin
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.travel import Travel


def list_keys(page: QWidget) -> None:
    """Show all keys."""
    KeysDialog(ALL_KEYS, page).exec()


def list_checks(page: QWidget, session: Session, travel: Travel) -> None:
    """Show all contradictions; choosing a question goes there."""
    state = session.state
    dialog = ChecksDialog(state.outcome.failures, state.questionnaire, page)
    dialog.chosen.connect(travel.jump_to)
    dialog.exec()


def show_history(margin: Margin, session: Session, travel: Travel) -> None:
    """Unfold the past states of the answer on screen."""
    if travel.stop is None:
        return
    item, questionnaire = travel.stop.item, session.state.questionnaire
    session.history(item.id, lambda entries: margin.show_history(entries, item, questionnaire))

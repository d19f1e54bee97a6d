"""Beside the list: one row in full, what to do about it, and what came from the région."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from consultant_app.domain.typography import french
from consultant_app.services.news import News
from consultant_app.services.sent_lines import SendingLine
from consultant_app.storage.outbox import OutboxState
from consultant_app.ui.widgets.buttons import SecondaryButton
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.saved import clock_time
from consultant_app.ui.words import short_day

_NEWS = 6


def moment(at: datetime, now: datetime) -> str:
    """« hier à 16 h 40 », « 11 sept. à 9 h 05 »."""
    return f"{short_day(at.astimezone().date(), now.astimezone().date())} à {clock_time(at)}"


class SentDetail(QWidget):
    """The row the hand is on."""

    def __init__(self) -> None:
        super().__init__()
        self.line: SendingLine | None = None
        self._company = label("", px=17, bold=True, wrap=True)
        self._what = label("", tone="2", wrap=True)
        self._facts = QGridLayout()
        self._reason = label("", tone="attention", wrap=True)
        self._advice = label("", tone="2", wrap=True)
        self.bytes = SecondaryButton("Voir les octets exacts", leading="file")
        self.dossier = SecondaryButton("Ouvrir le dossier", leading="list")
        self.again = SecondaryButton("Renvoyer", leading="up_arrow")
        self.withdraw = SecondaryButton("Retirer de la région…", leading="undo")
        self.all_again = SecondaryButton("Tout renvoyer", leading="up_arrow")
        self._acts = (self.again, self.all_again, self.bytes, self.dossier, self.withdraw)
        self._news_title = label("Reçu de la région", px=15, bold=True)
        self._news = QVBoxLayout()
        self._row = QWidget()
        self._build()

    def show_line(self, line: SendingLine | None, now: datetime, *, aside: int) -> None:
        """Show a row, or nothing; ``aside``: how many rows could be sent again."""
        self.line = line
        self._row.setVisible(line is not None)
        if line is None:
            return
        self._company.setText(line.company)
        self._what.setText(french(f"{line.what}, {line.words}."))
        clear(self._facts)
        for place, (name, value) in enumerate(_facts(line, now)):
            self._facts.addWidget(label(name, px=13, tone="2"), place, 0)
            self._facts.addWidget(label(value, px=13, wrap=True), place, 1)
        reason = line.reason if line.state is OutboxState.REFUSED else ""
        self._reason.setText(french(f"La région répond : {reason}") if reason else "")
        self._reason.setVisible(bool(reason))
        self._advice.setText(line.advice)
        self._advice.setVisible(bool(line.advice))
        self.again.setVisible(line.can_send_again)
        self.all_again.setText(f"Renvoyer les {aside} envois mis de côté")
        self.all_again.updateGeometry()
        self.all_again.setVisible(line.can_send_again and aside > 1)
        self.bytes.setVisible(bool(line.content))
        self.dossier.setVisible(line.interview_id is not None)
        self.withdraw.setVisible(line.can_withdraw)

    def show_news(self, lines: Sequence[News], now: datetime) -> None:
        """Show what came from the région, latest first."""
        clear(self._news)
        self._news_title.setVisible(bool(lines))
        for line in lines[:_NEWS]:
            self._news.addWidget(label(moment(line.at, now), px=12.5, tone="3"))
            tone = "attention" if line.is_refusal else ""
            self._news.addWidget(label(french(line.text), px=13, tone=tone, wrap=True))
            self._news.addSpacing(6)

    def _build(self) -> None:
        row = Column(self._row, spacing=10)
        row.put(self._company, self._what)
        self._facts.setContentsMargins(4, 0, 4, 0)
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        row.addLayout(self._facts)
        row.put(self._reason, self._advice)
        row.addSpacing(4)
        for act in self._acts:
            row.put(act, at_left=True)
        row.addSpacing(16)
        column = Column(self, margin=32, top=28, spacing=10)
        self._row.setProperty("roomy", True)  # noqa: FBT003 - Qt
        column.put(self._row, self._news_title)
        self._news.setContentsMargins(4, 0, 4, 0)
        self._news.setSpacing(2)
        column.addLayout(self._news)
        column.addStretch(1)


def _facts(line: SendingLine, now: datetime) -> list[tuple[str, str]]:
    found = [("Préparé", moment(line.created_at, now))]
    if line.tried_at is not None and line.state is OutboxState.WAITING:
        found.append(("Dernier essai", moment(line.tried_at, now)))
    if line.settled_at is not None:
        retracted = line.state is OutboxState.RETRACTED
        found.append(("Retiré" if retracted else "Réponse reçue", moment(line.settled_at, now)))
    return found

"""Beside the question: where the answer comes from, the private note, the flag, its history."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.answers import Answer, Evidence
from consultant_app.domain.questionnaire import Item, Questionnaire
from consultant_app.services.interviewing import HistoryEntry
from consultant_app.ui.pages.interview.reading import read_answer
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.checkbox import CheckBox
from consultant_app.ui.widgets.fields import NoteField, label
from consultant_app.ui.widgets.keycap import Keycap
from consultant_app.ui.widgets.saved import clock_time
from consultant_app.ui.widgets.segmented import Segmented

WIDTH = 250
PAUSE_MS = 700
_HINT = "Jamais envoyée. Rien sur la santé, les opinions ou la vie privée."
_SEEN = "Constaté\u00a0: vous avez vu le document."


class Margin(QWidget):
    """The margin column; sends what is done in it, keeps nothing."""

    evidence_given = Signal(object)
    note_given = Signal(str)
    flag_given = Signal(bool)
    history_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.evidence = Segmented(
            "D’où vient cette réponse", [("declared", "Déclaré", "D"), ("seen", "Constaté", "C")]
        )
        self.evidence.chosen.connect(self._give_evidence)
        self.note = NoteField("Note privée")
        self.note.setFixedHeight(118)
        self.note.textChanged.connect(self._typed)
        self.note.settled.connect(self.flush)
        self.note.left.connect(self.left)
        self.flag = CheckBox("À revoir avant de clore")
        self.flag.clicked.connect(self.flag_given)
        self.history = LinkButton("Voir l’historique")
        self.history.clicked.connect(self.history_asked)
        self._past = label("", px=12.5, tone="2", wrap=True)
        self._shown: Answer | None = None
        self._loading = False
        self.takes_evidence = True
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._build()

    def show_answer(self, answer: Answer, *, has_evidence: bool) -> None:
        """Show the marks of the current question."""
        self._shown = answer
        self.takes_evidence = has_evidence
        self._evidence_box.setVisible(has_evidence)
        self.evidence.show_choice(answer.evidence.value if answer.evidence else None)
        if answer.note != self.note.toPlainText() and not self._pause.isActive():
            self._loading = True
            self.note.setPlainText(answer.note)
            self._loading = False
        self.flag.setChecked(answer.flagged)

    def turn_to(self, answer: Answer, *, has_evidence: bool) -> None:
        """Show another question's marks (its note, whatever was typed before)."""
        self._pause.stop()
        self.hide_history()
        self.show_answer(answer, has_evidence=has_evidence)

    def set_locked(self, *, locked: bool) -> None:
        """A closed interview can only be read."""
        self.note.setReadOnly(locked)
        for widget in (self.evidence, self.flag):
            widget.setEnabled(not locked)

    def flush(self) -> None:
        """Send the note when it changed."""
        self._pause.stop()
        text = self.note.toPlainText()
        if self._shown is not None and text != self._shown.note:
            self.note_given.emit(text)

    def give_evidence(self, mark: Evidence) -> None:
        """Mark by a key; the same key again takes the mark away."""
        same = self._shown is not None and self._shown.evidence is mark
        self.evidence_given.emit(None if same else mark)

    def show_history(
        self, entries: tuple[HistoryEntry, ...], item: Item, questionnaire: Questionnaire
    ) -> None:
        """List the past states of the answer."""
        if len(entries) <= 1:
            text = "Cette réponse n’a pas changé." if entries else "Pas encore de réponse."
        else:
            text = "\n".join(
                f"{clock_time(entry.at)}\u00a0: {read_answer(entry.answer, item, questionnaire)}"
                for entry in entries
            )
        self._past.setText(text)
        self._past.show()

    @property
    def past(self) -> str:
        """The history as listed, empty when it is folded."""
        return "" if self._past.isHidden() else self._past.text()

    def hide_history(self) -> None:
        """Fold the history."""
        self._past.hide()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 4, 4, 4)
        layout.setSpacing(8)
        self._evidence_box = QWidget()
        box = QVBoxLayout(self._evidence_box)
        box.setContentsMargins(0, 0, 0, 14)
        box.setSpacing(4)
        heading = label("D’où vient cette réponse\u202f?", px=13, bold=True)
        heading.setContentsMargins(4, 0, 0, 0)
        caption = label(_SEEN, px=12.5, tone="3", wrap=True)
        caption.setContentsMargins(4, 0, 0, 0)
        for widget in (heading, self.evidence, caption):
            box.addWidget(widget)
        layout.addWidget(self._evidence_box)
        layout.addLayout(_row(label("Note privée", px=13, bold=True), Keycap("A")))
        framed = QVBoxLayout()
        framed.setContentsMargins(4, 0, 4, 0)
        framed.setSpacing(8)
        framed.addWidget(self.note)
        framed.addWidget(label(_HINT, px=12.5, tone="3", wrap=True))
        layout.addLayout(framed)
        layout.addSpacing(10)
        layout.addLayout(_row(self.flag, Keycap("V")))
        layout.addSpacing(6)
        history = QHBoxLayout()
        history.setContentsMargins(4, 0, 4, 0)
        history.addWidget(self.history)
        history.addStretch(1)
        layout.addLayout(history)
        self._past.setContentsMargins(4, 0, 0, 0)
        layout.addWidget(self._past)
        self._past.hide()
        layout.addStretch(1)

    def _typed(self) -> None:
        if not self._loading:
            self._pause.start()

    def _give_evidence(self, code: str) -> None:
        self.give_evidence(Evidence(code))


def _row(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(4, 0, 4, 0)
    row.addWidget(left)
    row.addStretch(1)
    row.addWidget(right)
    return row

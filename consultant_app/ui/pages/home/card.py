"""The card of the day: the dossier to take up now, and its one act."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.states import State
from consultant_app.domain.typography import counted, french
from consultant_app.services.dossiers import DossierRow
from consultant_app.ui import theme
from consultant_app.ui.models.dossiers import where_in_words
from consultant_app.ui.widgets.buttons import PrimaryButton
from consultant_app.ui.widgets.fields import label


def choose(rows: list[DossierRow]) -> DossierRow | None:
    """The dossier to take up: the latest draft begun, else the first one still to begin."""
    begun = [row for row in rows if row.state is State.DRAFT]
    waiting = [row for row in rows if row.state is None]
    return next(iter([*begun, *waiting]), None)


class DayCard(QWidget):
    """One dossier, large."""

    acted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._row: DossierRow | None = None
        self._caption = label("", px=13, tone="2")
        self._name = label("", px=20, bold=True)
        self._facts = label("", tone="2", wrap=True)
        self._where = label("", px=13, tone="2", wrap=True)
        self.act = PrimaryButton("Commencer l’entretien")
        self.act.clicked.connect(lambda: self.acted.emit(self._row))
        self._hidden = hidden = label("Les autres dossiers seront masqués.", px=12.5, tone="3")
        words = QVBoxLayout()
        words.setSpacing(4)
        for widget in (self._caption, self._name, self._facts, self._where):
            words.addWidget(widget)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addStretch(1)
        side.addWidget(self.act, 0, Qt.AlignmentFlag.AlignRight)
        side.addWidget(hidden, 0, Qt.AlignmentFlag.AlignRight)
        side.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 16, 28, 16)
        layout.setSpacing(24)
        self._layout = layout
        layout.addLayout(words, 1)
        layout.addLayout(side)

    def show_row(self, row: DossierRow) -> None:
        """Show the dossier to take up."""
        self._row = row
        self._begun = begun = row.state is State.DRAFT and row.answered > 0
        self._caption.setText("À reprendre" if begun else "À commencer")
        self._name.setText(row.company)
        self._facts.setText(french(", ".join(_facts(row))))
        self._where.setText(where_in_words(row))
        self.set_low(low=self._low)
        words = "Reprendre l’entretien" if begun else "Commencer l’entretien"
        self.act.set_label(words, limit=300)
        self.setAccessibleName(f"{self._caption.text()}\u00a0: {row.company}")

    _low = False
    _begun = False

    def set_low(self, *, low: bool) -> None:
        """In a low window, the name and the act alone: the list needs the room."""
        self._low = low
        self._caption.setVisible(not low)
        room = 8 if low else 16
        self._layout.setContentsMargins(28, room, 28, room)
        self._facts.setVisible(not low)
        self._hidden.setVisible(not low)
        self._where.setVisible(not low and self._begun)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(p.line, 1))
        painter.setBrush(p.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


def _facts(row: DossierRow) -> list[str]:
    facts = [row.activity, row.commune]
    if row.staff is not None:
        staff = counted(row.staff, "salarié") if row.staff else "sans salarié"
        facts.insert(1, staff)
    return [fact for fact in facts if fact]

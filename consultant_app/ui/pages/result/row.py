"""One line that is decided: a priority (who, when) or an action. It grows while it has the focus."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGroupBox, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.typography import french
from consultant_app.ui import fonts, theme
from consultant_app.ui.widgets.buttons import QuietButton
from consultant_app.ui.widgets.fields import LineField, label
from consultant_app.ui.widgets.focus import OWN_FOCUS

_NUMBER = 44
#: Narrower, who and when go under the words, px.
_ROOMY = 520
_NARROWEST = 400


@dataclass(frozen=True, slots=True)
class RowText:
    """What a line says."""

    item_id: str
    mark: str
    title: str
    words: str
    comment: str = ""


class DecisionRow(QGroupBox):
    """Alt and an arrow move it, Suppr removes it, Entrée goes to its fields."""

    moved = Signal(str, int)
    removed = Signal(str)
    written = Signal(str, str, str)

    def __init__(self, text: RowText, fields: tuple[tuple[str, str, str], ...] = ()) -> None:
        """``fields``: name, caption and text of each short field (« who », « Qui », …)."""
        super().__init__()
        self.text = text
        self._open = False
        self.setObjectName("decision")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(OWN_FOCUS, "row")
        self.setAccessibleName(french(f"{text.mark}. {text.title}. {text.words}"))
        self.fields = [self._field(*field) for field in fields]
        self.comment = self._field("comment", "Commentaire", text.comment)
        self.comment.setVisible(bool(text.comment))
        self.acts = self._acts()
        self.acts.hide()
        self._lay_out()

    @property
    def item_id(self) -> str:
        """The practice or the action."""
        return self.text.item_id

    def lock(self) -> None:
        """A closed dossier is read, not changed."""
        for field in (*self.fields, self.comment):
            field.setReadOnly(True)
            field.setVisible(bool(field.text()))
        self._locked = True
        self.acts.hide()

    def grow(self, *, grown: bool) -> None:
        """Show the acts while the focus is inside."""
        if grown == self._open:
            return
        self._open = grown
        self.acts.setVisible(grown and not self._locked)
        self.comment.setVisible(bool(self.comment.text()) or (grown and self._comments))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, remove, go to the fields."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        key = event.key()
        if self._locked:
            super().keyPressEvent(event)
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(self.item_id, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete and self.hasFocus():
            self.removed.emit(self.item_id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hasFocus():
            self._first_field()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Narrower than it is laid out at first: it gives way."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """When narrow, the fields go under the words and the acts keep their words only."""
        super().resizeEvent(event)
        narrow, direction = self.width() < _ROOMY, QBoxLayout.Direction
        self._top.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._top.setSpacing(6 if narrow else 12)
        for act in self.acts.findChildren(QuietButton):
            act.set_compact(compact=narrow)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click gives the focus."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the number."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thickness = 2.0 if self._open else 1.0
        half = thickness / 2
        painter.setPen(QPen(p.accent if self._open else p.line, thickness))
        painter.setBrush(p.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
        painter.setPen(p.accent)
        painter.setFont(fonts.sans(17, fonts.SEMIBOLD))
        box = QRectF(0, 10, _NUMBER, 28)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text.mark)

    def _first_field(self) -> None:
        if self.fields:
            self.fields[0].setFocus()
        else:
            self._start_comment()

    def _field(self, name: str, caption: str, text: str) -> LineField:
        field = LineField(f"{caption}, {self.text.title}", french(f"{caption} ?"))
        field.setText(text)
        field.setFont(fonts.sans(13))
        field.editingFinished.connect(
            lambda: self.written.emit(self.item_id, name, field.text().strip())
        )
        field.returnPressed.connect(self.setFocus)
        field.left.connect(self.setFocus)
        return field

    def _acts(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for words, icon, act in (
            ("Monter", "up_arrow", lambda: self.moved.emit(self.item_id, -1)),
            ("Descendre", "down_arrow", lambda: self.moved.emit(self.item_id, 1)),
            ("Commenter", "", self._start_comment),
            ("Retirer", "close", lambda: self.removed.emit(self.item_id)),
        ):
            button = QuietButton(words, leading=icon)
            button.setAccessibleName(f"{words}\u00a0: {self.text.title}")
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        return box

    def _start_comment(self) -> None:
        self._comments = True
        self.comment.show()
        self.comment.setFocus()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(self.text.title, px=14.5, bold=True, wrap=True))
        if self.text.words:
            words.addWidget(label(self.text.words, px=13, tone="2", wrap=True))
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for field in self.fields:
            field.setFixedWidth(118)
            fields.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        fields.addStretch(1)
        self._top = top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        top.addLayout(words, 1)
        top.addLayout(fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(_NUMBER, 10, 12, 10)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.comment)
        column.addWidget(self.acts)

    _locked = False
    _comments = False

"""Choices: level cards, single and multiple choices, missing answers.

A choice shows three things apart: chosen (at once), saved (the tick, only after the commit), and
focused (the ring).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.widgets import keycap
from consultant_app.ui.widgets.card_look import CardLook, CardText, LookState
from consultant_app.ui.widgets.picture import Pictures
from consultant_app.ui.widgets.text import block

__all__ = ["Card", "CardText", "CheckCard", "Choice", "MissingButton"]

_VERTICAL = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_ARROWS = (*_VERTICAL, Qt.Key.Key_Left, Qt.Key.Key_Right)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: The same three stand below every question, a little higher or lower.
_PICTURES = Pictures(16)


class Choice(QAbstractButton):
    """Something that can be chosen. Exclusive ones answer as radio buttons, others as boxes."""

    def __init__(self, text: str, parent: QWidget | None = None, *, exclusive: bool = True) -> None:
        super().__init__(parent)
        self.setText(text)
        self._exclusive = exclusive
        self._saved = False
        self.setCheckable(True)
        self.setAutoExclusive(exclusive)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def saved(self) -> bool:
        """Whether the choice is durable (the tick shows)."""
        return self._saved

    def show_choice(self, *, on: bool, saved: bool) -> None:
        """Show whether this is chosen, and whether that is durable."""
        if (on, saved) == (self.isChecked(), self._saved):
            return
        self._saved = saved
        self.setAutoExclusive(False)
        self.setChecked(on)
        self.setAutoExclusive(self._exclusive)
        self.setAccessibleDescription("enregistré" if on and saved else "")
        self.update()

    def hitButton(self, pos: QPoint) -> bool:
        """Everything inside the border answers the pointer."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the focus and Enter goes on (the page does it), never the choice."""
        if event.key() in _ARROWS or event.key() in _ENTER:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """End the hover."""
        super().leaveEvent(event)
        self.update()


class Card(Choice):
    """A choice drawn as a card: a level of a practice, one entry of a list."""

    def __init__(
        self, text: CardText, parent: QWidget | None = None, *, exclusive: bool = True
    ) -> None:
        super().__init__("", parent, exclusive=exclusive)
        self._look = CardLook(text)
        self._heights: dict[int, int] = {}
        # Preferred, not Fixed: a layout must not take the height at 420 px for the least one.
        # That heights depend on widths is the policy's to say: Qt asks it a hundred times a page.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    @property
    def card(self) -> CardText:
        """What the card says."""
        return self._look.text

    def set_text(self, text: CardText) -> None:
        """Change what the card says."""
        if text == self._look.text and self.accessibleName():
            return
        self._look.set(text)
        self._heights.clear()
        parts = (text.key, text.caption, text.text, text.remark)
        self.setAccessibleName(". ".join(part for part in parts if part))
        self.updateGeometry()
        self.update()

    def prepare(self, text: CardText, *, on: bool, width: int) -> None:
        """Have a text measured and drawn before this card says it, chosen and saved or not.

        ``width``: the one that it will have; a card that never was on screen does not know.
        """
        CardLook(text).prepare(width, self.devicePixelRatioF(), on=on, saved=on)

    def prepare_choice(self) -> None:
        """Have this card drawn as it will be if it is chosen, then when that is durable."""
        for saved in (False, True):
            self._look.prepare(self.width(), self.devicePixelRatioF(), on=True, saved=saved)

    def heightForWidth(self, width: int) -> int:
        """Return the height that ``width`` needs: long facts wrap. Layouts ask again and again."""
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._look.height(width)
        return height

    def sizeHint(self) -> QSize:
        """Wide; the height that counts is `heightForWidth`'s."""
        return QSize(420, 70)

    def minimumSizeHint(self) -> QSize:
        """Narrow windows wrap the fact."""
        return QSize(200, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        look = LookState(self.isEnabled(), self.underMouse())
        size = self.size()
        self._look.paint(painter, size, on=self.isChecked(), saved=self.saved, look=look)


class CheckCard(Card):
    """A card of a list from which several may be chosen; Ctrl and an arrow asks to move it."""

    moved = Signal(int)

    def __init__(self, text: CardText, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, exclusive=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and a vertical arrow move a chosen card in the ranking."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ctrl and self.isChecked() and event.key() in _VERTICAL:
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class MissingButton(Choice):
    """« Ne sait pas », « Sans objet », « Ne souhaite pas répondre »: 36 high, same states."""

    def __init__(self, key: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{text} (touche {key})" if key else text)

    def sizeHint(self) -> QSize:
        """Key, label, and always room for the tick: nothing shifts."""
        label = block(self.text(), fonts.sans(14, fonts.MEDIUM), 20).natural_width()
        return QSize(round(7 + 20 + 10 + label + 32), 36)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, key, label and tick."""
        state = (self.isEnabled(), self.isChecked(), self.saved, self.underMouse())
        _PICTURES.paint(
            QPainter(self),
            QRectF(self.rect()),
            (self._key, self.text(), state),
            lambda to, _box: self._draw(to),
        )

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._box(painter)
        p = theme.current()
        on = self.isChecked()
        if self._key:
            self._paint_key(painter, on=on and self.isEnabled())
        painter.setFont(fonts.sans(14, fonts.MEDIUM if on else fonts.REGULAR))
        painter.setPen(p.ink3 if not self.isEnabled() else p.ink if on else p.ink2)
        label = QRectF(38, 0, self.width() - 40, self.height())
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, self.text())
        if on and self.saved:
            icons.paint(painter, "check", self.width() - 26, self.height() / 2 - 8, p.accent)

    def _box(self, painter: QPainter) -> None:
        p = theme.current()
        if not self.isEnabled():
            fill, edge, width = p.canvas, p.line, 1.0
        elif self.isChecked():
            fill, edge, width = p.tint, p.accent, 2.0
        elif self.underMouse():
            fill, edge, width = p.hover, p.edge, 1.0
        else:
            fill, edge, width = p.surface, p.line, 1.0
        half = width / 2
        painter.setPen(QPen(edge, width))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)

    def _paint_key(self, painter: QPainter, *, on: bool) -> None:
        p = theme.current()
        rect = QRectF(8, 8, 20, 20)
        if on:
            keycap.paint(painter, rect, self._key, ink=p.on_accent, edge=p.accent, fill=p.accent)
        else:
            keycap.paint(painter, rect, self._key)

"""An answer among two or three, with a round mark: yes or no, never ticked beforehand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from consultant_app.ui import fonts, theme
from consultant_app.ui.widgets.cards import Choice
from consultant_app.ui.widgets.text import block, elide

_HEIGHT = 46
_LEFT = 40
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class RadioCard(Choice):
    """A card with a round mark. Enter chooses too."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses; arrows go to the other one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif step := _STEPS.get(Qt.Key(event.key())):
            self._neighbour(step).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _neighbour(self, step: int) -> RadioCard:
        """The answer beside this one; going there does not choose it: an answer is given."""
        parent = self.parentWidget()
        cards = parent.findChildren(RadioCard) if parent else [self]
        return cards[(cards.index(self) + step) % len(cards)]

    def sizeHint(self) -> QSize:
        """The words in their heavier weight: nothing shifts."""
        width = block(self.text(), fonts.sans(14, fonts.SEMIBOLD), 20).natural_width()
        return QSize(round(_LEFT + width + 16), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the mark and the words."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, enabled = self.isChecked(), self.isEnabled()
        thickness = 2.0 if on and enabled else 1.0
        if not enabled:
            fill, edge = p.canvas, p.line
        elif on:
            fill, edge = p.tint, p.accent
        else:
            fill, edge = (p.hover if self.underMouse() else p.surface), p.edge
        half = thickness / 2
        painter.setPen(QPen(edge, thickness))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
        self._mark(painter, on=on, enabled=enabled)
        font = fonts.sans(14, fonts.SEMIBOLD if on else fonts.REGULAR)
        painter.setFont(font)
        painter.setPen(p.ink if enabled else p.ink3)
        box = QRectF(_LEFT, 0, self.width() - _LEFT - 8, self.height())
        text = elide(self.text(), font, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def _mark(self, painter: QPainter, *, on: bool, enabled: bool) -> None:
        p = theme.current()
        centre = QPointF(22, self.height() / 2)
        painter.setPen(QPen(p.accent if on and enabled else p.edge if enabled else p.line, 1.4))
        painter.setBrush(p.surface)
        if on:
            painter.setBrush(p.accent if enabled else p.ink3)
        painter.drawEllipse(centre, 7.5, 7.5)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(p.on_accent)
            painter.drawEllipse(centre, 3, 3)

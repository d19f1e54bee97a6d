"""How a card is measured and drawn. Its colours never judge."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from consultant_app.domain.typography import bind_end
from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.widgets import keycap
from consultant_app.ui.widgets.picture import Pictures
from consultant_app.ui.widgets.text import block

#: Those of a question, chosen or not, of the next one, and of those before.
PICTURES = Pictures(36)


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card says: its key, a small caption, the fact, a remark at the right.

    The caption stands above the fact, or ``below`` it when it only explains it.
    """

    key: str
    text: str
    caption: str = ""
    remark: str = ""
    below: bool = False


@dataclass(frozen=True, slots=True)
class LookState:
    """What the pointer and the dossier make of a card, whatever is chosen."""

    enabled: bool
    hovered: bool


class CardLook:
    """Measures and draws a card; shared by the exclusive and the multiple kind."""

    LEFT = 61
    RIGHT = 48
    MARGIN = 9
    LEAST = 48
    LEAST_WITH_CAPTION = 70

    def __init__(self, text: CardText) -> None:
        self.set(text)

    def set(self, text: CardText) -> None:
        """Change what the card says."""
        self.text = text
        self._plain = block(bind_end(text.text), fonts.sans(16.5), 24)
        self._bold = block(bind_end(text.text), fonts.sans(16.5, fonts.MEDIUM), 24)

    def height(self, width: int) -> int:
        """Return the height needed: 70 for one line with a caption, 90 for two."""
        room = width - self.LEFT - self.RIGHT
        # Measured in the heavier weight: choosing a card never changes its height.
        lines = self._bold.height(room)
        caption = 20 if self.text.caption else 0
        least = self.LEAST_WITH_CAPTION if caption else self.LEAST
        return round(max(2 * self.MARGIN + caption + lines + 4, least))

    def paint(
        self, painter: QPainter, size: QSize, *, on: bool, saved: bool, look: LookState
    ) -> None:
        """Draw the card."""
        shown = (self.text, on, saved, look)
        PICTURES.paint(
            painter,
            QRectF(0, 0, size.width(), size.height()),
            shown,
            lambda to, _box: self._draw(to, size, on=on, saved=saved, look=look),
            theme.current().surface,
        )

    def prepare(self, width: int, scale: float, *, on: bool, saved: bool) -> None:
        """Have the card drawn before it is asked for."""
        size = QSize(width, self.height(width))
        look = LookState(enabled=True, hovered=False)
        if scale.is_integer():
            PICTURES.of(
                QSizeF(size),
                scale,
                (self.text, on, saved, look),
                lambda to, _box: self._draw(to, size, on=on, saved=saved, look=look),
                theme.current().surface,
            )

    def _draw(
        self, painter: QPainter, size: QSize, *, on: bool, saved: bool, look: LookState
    ) -> None:
        width, height = size.width(), size.height()
        p = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._box(painter, width, height, on=on, look=look)
        self._key(painter, height, on=on, look=look)
        block = self._bold if on else self._plain
        room = width - self.LEFT - self.RIGHT
        small = 20 if self.text.caption else 0
        tall = block.height(room)
        top = (height - small - tall) / 2
        below = self.text.below
        ink = p.ink if look.enabled else p.ink3
        block.paint(painter, self.LEFT, top + (0 if below else small), room, ink)
        if small:
            line = top + tall if below else top
            self._caption(painter, QRectF(self.LEFT, line, room, 18), on=on and not below)
        if self.text.remark:
            line = top if small and not below else (height - 18) / 2
            self._remark(painter, QRectF(self.LEFT, line, room, 18))
        if on and saved:
            icons.paint(painter, "check", width - 38, height / 2 - 10, p.accent, 20)

    def _box(
        self, painter: QPainter, width: int, height: int, *, on: bool, look: LookState
    ) -> None:
        p = theme.current()
        if not look.enabled:
            fill, edge, thickness = p.canvas, p.line, 1.0
        elif on:
            fill, edge, thickness = p.tint, p.accent, 2.0
        elif look.hovered:
            fill, edge, thickness = p.hover, p.edge, 1.0
        else:
            fill, edge, thickness = p.surface, p.line, 1.0
        half = thickness / 2
        painter.setPen(QPen(edge, thickness))
        painter.setBrush(fill)
        box = QRectF(0, 0, width, height).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, 6, 6)

    def _key(self, painter: QPainter, height: int, *, on: bool, look: LookState) -> None:
        if not self.text.key:
            return
        p = theme.current()
        rect = QRectF(17, height / 2 - 14, 28, 28)
        if on and look.enabled:
            keycap.paint(
                painter,
                rect,
                self.text.key,
                ink=p.on_accent,
                edge=p.accent,
                fill=p.accent,
                px=14,
                bold=True,
            )
            return
        ink = p.ink if look.enabled else p.ink3
        edge = p.edge if look.enabled else p.line
        keycap.paint(painter, rect, self.text.key, ink=ink, edge=edge, px=14, bold=True)

    def _caption(self, painter: QPainter, rect: QRectF, *, on: bool) -> None:
        p = theme.current()
        painter.setFont(fonts.sans(13, fonts.SEMIBOLD if on else fonts.REGULAR))
        painter.setPen(p.ink if on else p.ink2)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft, self.text.caption)

    def _remark(self, painter: QPainter, rect: QRectF) -> None:
        painter.setFont(fonts.sans(12.5))
        painter.setPen(theme.current().ink2)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight, self.text.remark)

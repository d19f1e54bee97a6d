"""Key hints of the bottom bar: shown until dismissed, for good."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from consultant_app.ui import fonts, theme
from consultant_app.ui.widgets import keycap
from consultant_app.ui.widgets.picture import Pictures
from consultant_app.ui.widgets.text import block

_PICTURES = Pictures(4)


class KeyHints(QWidget):
    """A row of « key, what it does »; those that do not fit are left out, F1's the last of all."""

    GAP = 20

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        """``hints``: keys (« 0 – 4 », « Entrée ») and what they do."""
        super().__init__()
        self._font = fonts.sans(13)
        self._hints: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show other hints."""
        self._hints = tuple(hints)
        self.setAccessibleName("\u00a0; ".join(f"{key} {text}" for key, text in hints))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All of them on one line."""
        return QSize(round(sum(self._width(*hint) + self.GAP for hint in self._hints)), 24)

    def minimumSizeHint(self) -> QSize:
        """None of them, when there is no room."""
        return QSize(0, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw those that fit: the same ones as long as one page is in front."""
        shown = tuple(self.fitting(self.width()))
        box = QRectF(0, 0, sum(self._width(*hint) + self.GAP for hint in shown) // 1, self.height())
        if shown:
            _PICTURES.paint(
                QPainter(self),
                box,
                shown,
                lambda to, _box: self._draw(to, shown),
                theme.current().surface,
            )

    def _draw(self, painter: QPainter, shown: Sequence[tuple[str, str]]) -> None:
        x = 0.0
        for keys, text in shown:
            self._paint(painter, x, keys, text)
            x += self._width(keys, text) + self.GAP

    def fitting(self, room: float) -> list[tuple[str, str]]:
        """The hints drawn in ``room`` px: the last go first, but F1 tells all the others."""
        kept = list(self._hints)
        while kept and sum(self._width(*hint) for hint in kept) + self.GAP * (len(kept) - 1) > room:
            others = [hint for hint in kept if hint[0] != "F1"]
            kept.remove(others[-1] if others else kept[-1])
        return kept

    def _parts(self, keys: str) -> list[str]:
        return keys.split(" ") if "–" in keys else [keys]

    def _width(self, keys: str, text: str) -> float:
        parts = self._parts(keys)
        boxes = sum(self._advance(p) if p == "–" else keycap.width_of(p) for p in parts)
        return boxes + 5 * (len(parts) - 1) + 6 + self._advance(text) + 2

    def _advance(self, text: str) -> float:
        return block(text, self._font, 20).natural_width()

    def _paint(self, painter: QPainter, x: float, keys: str, text: str) -> None:
        p = theme.current()
        top = self.height() / 2 - 10
        for part in self._parts(keys):
            if part == "–":
                width = self._advance(part)
                painter.setPen(p.ink2)
                painter.setFont(self._font)
                painter.drawText(QRectF(x, 0, width + 2, self.height()), _MIDDLE, part)
            else:
                width = keycap.width_of(part)
                keycap.paint(painter, QRectF(x, top, width, 20), part)
            x += width + 5
        painter.setPen(p.ink2)
        painter.setFont(self._font)
        painter.drawText(QRectF(x + 1, 0, 400, self.height()), _MIDDLE, text)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter

"""A choice among two to five words, side by side; keys may be shown inside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from consultant_app.ui import fonts, theme
from consultant_app.ui.widgets import keycap
from consultant_app.ui.widgets.cards import Choice
from consultant_app.ui.widgets.picture import Pictures

_FIRST, _LAST = 1, 2
_PICTURES = Pictures(24)


class Segment(Choice):
    """One word of a segmented choice."""

    def __init__(self, code: str, text: str, key: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.code = code
        self._key = key
        self.ends = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{text} (touche {key})" if key else text)

    def sizeHint(self) -> QSize:
        """Key and word."""
        width = QFontMetricsF(fonts.sans(13.5, fonts.SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(round(width + 24 + (26 if self._key else 0)), 34)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the segment; the chosen one has a 2 px accent border."""
        state = (self.isEnabled(), self.isChecked(), self.underMouse())
        _PICTURES.paint(
            QPainter(self),
            QRectF(self.rect()),
            (self._key, self.text(), self.ends, state),
            lambda to, _box: self._draw(to),
        )

    def _draw(self, painter: QPainter) -> None:
        p = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if not self.isEnabled():
            fill, edge = p.canvas, p.line
        elif on:
            fill, edge = p.tint, p.accent
        else:
            fill, edge = (p.hover if self.underMouse() else p.surface), p.edge
        inset = 1.0 if on else 0.5
        painter.setPen(QPen(edge, inset * 2))
        painter.setBrush(fill)
        painter.drawPath(self._outline(inset))
        self._content(painter, on=on)

    def _content(self, painter: QPainter, *, on: bool) -> None:
        p = theme.current()
        font = fonts.sans(13.5, fonts.SEMIBOLD if on else fonts.REGULAR)
        width = QFontMetricsF(font).horizontalAdvance(self.text())
        key_width = keycap.width_of(self._key, 11) + 6 if self._key else 0
        left = (self.width() - width - key_width) / 2
        if self._key:
            box = QRectF(left, self.height() / 2 - 9, key_width - 6, 18)
            keycap.paint(painter, box, self._key, px=11)
        painter.setFont(font)
        painter.setPen(p.ink3 if not self.isEnabled() else p.ink if on else p.ink2)
        box = QRectF(left + key_width, 0, width + 4, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _outline(self, inset: float) -> QPainterPath:
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        if self.ends == 0:
            path.addRect(rect)
            return path
        path.addRoundedRect(rect, 6, 6)
        if self.ends == _FIRST:
            path.addRect(rect.adjusted(8, 0, 0, 0))
        elif self.ends == _LAST:
            path.addRect(rect.adjusted(0, 0, -8, 0))
        return path.simplified()


class Segmented(QWidget):
    """A row of segments of which one at most is chosen."""

    chosen = Signal(str)

    def __init__(
        self, name: str, entries: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """``entries``: code, word and key of each segment."""
        super().__init__(parent)
        self.setAccessibleName(name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(0)
        self.segments = [Segment(code, text, key, self) for code, text, key in entries]
        for segment in self.segments:
            layout.addWidget(segment)
            segment.clicked.connect(lambda _on, code=segment.code: self.chosen.emit(code))
        if len(self.segments) > 1:
            self.segments[0].ends, self.segments[-1].ends = _FIRST, _LAST
        else:
            self.segments[0].ends = _FIRST | _LAST

    def show_choice(self, code: str | None) -> None:
        """Show ``code`` as chosen (None: nothing)."""
        for segment in self.segments:
            segment.show_choice(on=segment.code == code, saved=True)

    @property
    def choice(self) -> str | None:
        """The code chosen, if any."""
        return next((s.code for s in self.segments if s.isChecked()), None)

"""Text set with its own line height, wrapped, and balanced when asked (no lonely last word)."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from consultant_app.ui import theme


class TextBlock:
    """A wrapped paragraph that painters can measure, then draw.

    ``line_height`` in px. Balanced: the width is narrowed until one more line would be needed.
    """

    def __init__(
        self, text: str, font: QFont, line_height: float, *, balanced: bool = False
    ) -> None:
        self.text = text
        self.font = font
        self.line_height = line_height
        self.balanced = balanced
        self._layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self._layout.setTextOption(option)
        self._width = -1.0
        self._lines = 0

    def height(self, width: float) -> float:
        """Return the height taken at ``width``, wrapping anew if needed."""
        if width != self._width:
            self._wrap(width)
        return self._lines * self.line_height

    @property
    def lines(self) -> int:
        """How many lines the last wrapping made."""
        return self._lines

    def natural_width(self) -> float:
        """The width of the text on one line."""
        return QFontMetricsF(self.font).horizontalAdvance(self.text)

    def paint(self, painter: QPainter, x: float, y: float, width: float, colour: QColor) -> None:
        """Draw the paragraph with its top left corner at (x, y)."""
        self.height(width)
        painter.setPen(colour)
        self._layout.draw(painter, QPointF(x, y))

    def _wrap(self, width: float) -> None:
        self._width = width
        self._lines = self._set(width)
        if self.balanced and self._lines > 1:
            self._set(self._narrowest(width))

    def _narrowest(self, width: float) -> float:
        low, high = width / 2, width
        while high - low > 2:
            middle = (low + high) / 2
            if self._set(middle) > self._lines:
                low = middle
            else:
                high = middle
        return high

    def _set(self, width: float) -> int:
        metrics = QFontMetricsF(self.font)
        lead = (self.line_height - metrics.ascent() - metrics.descent()) / 2
        self._layout.beginLayout()
        count = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, count * self.line_height + lead))
            count += 1
        self._layout.endLayout()
        return count


class Paragraph(QWidget):
    """A `TextBlock` as a widget: the question, a page's sentence, the second screen's words."""

    def __init__(
        self,
        text: str,
        font: QFont,
        line_height: float,
        *,
        tone: str = "ink",
        balanced: bool = True,
        max_width: int = 16777215,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._font = font
        self._line_height = line_height
        self._tone = tone
        self._balanced = balanced
        self._max_width = max_width
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._block = TextBlock("", font, line_height)
        self.set_text(text)

    @property
    def text(self) -> str:
        """What is written."""
        return self._block.text

    def set_text(self, text: str) -> None:
        """Write something else."""
        self._block = TextBlock(text, self._font, self._line_height, balanced=self._balanced)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The paragraph grows downwards."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that ``width`` needs."""
        return round(self._block.height(min(width, self._max_width)))

    def sizeHint(self) -> QSize:
        """Ask for one line, or for the greatest width allowed."""
        width = int(min(self._block.natural_width() + 2, self._max_width, 700))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Never less than a line of a few words."""
        return QSize(120, round(self._line_height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text."""
        painter = QPainter(self)
        colour = getattr(theme.current(), self._tone)
        self._block.paint(painter, 0, 0, min(self.width(), self._max_width), colour)


class Elided(QWidget):
    """One line that gives way: cut with an ellipsis, whole in its tooltip."""

    def __init__(self, font: QFont, tone: str = "ink2") -> None:
        super().__init__()
        self._font, self._tone, self._text = font, tone, ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Write something else."""
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The whole text on one line."""
        return QSize(round(QFontMetricsF(self._font).horizontalAdvance(self._text) + 2), 20)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(0, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(getattr(theme.current(), self._tone))
        shown = elide(self._text, self._font, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)


def elide(text: str, font: QFont, width: float) -> str:
    """Return ``text`` cut with an ellipsis so that it fits in ``width``."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)

"""Text set with its own line height, wrapped, and balanced when asked (no lonely last word)."""

from __future__ import annotations

from functools import lru_cache

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
        # Without it Qt shapes the text anew each time it is drawn.
        self._layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self._layout.setTextOption(option)
        metrics = QFontMetricsF(font)
        self._lead = (line_height - metrics.ascent() - metrics.descent()) / 2
        self._set_at = -1.0
        self._heights: dict[float, tuple[float, float]] = {}
        self._natural: float | None = None

    def height(self, width: float) -> float:
        """Return the height taken at ``width``."""
        return self._fitted(width)[1]

    def fitted_width(self, width: float) -> float:
        """The width really wrapped at: narrower than ``width`` when balanced."""
        return self._fitted(width)[0]

    def natural_width(self) -> float:
        """The width of the text on one line."""
        if self._natural is None:
            self._natural = QFontMetricsF(self.font).horizontalAdvance(self.text)
        return self._natural

    def paint(self, painter: QPainter, x: float, y: float, width: float, colour: QColor) -> None:
        """Draw the paragraph with its top left corner at (x, y)."""
        set_width = self._fitted(width)[0]
        if set_width != self._set_at:
            self._set(set_width)
        painter.setPen(colour)
        self._layout.draw(painter, QPointF(x, y))

    def _fitted(self, width: float) -> tuple[float, float]:
        """The width to wrap at and the height taken; layouts ask for the same few again and again."""
        if width not in self._heights:
            lines = self._set(width)
            fitted = width
            if self.balanced and lines > 1:
                fitted = self._narrowest(width, lines)
            self._heights[width] = (fitted, lines * self.line_height)
        return self._heights[width]

    def _narrowest(self, width: float, lines: int) -> float:
        low, high = width / 2, width
        while high - low > 4:
            middle = (low + high) / 2
            if self._set(middle) > lines:
                low = middle
            else:
                high = middle
        return high

    def _set(self, width: float) -> int:
        self._set_at = width
        self._layout.beginLayout()
        count = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, count * self.line_height + self._lead))
            count += 1
        self._layout.endLayout()
        return count


@lru_cache(maxsize=512)
def block(text: str, font: QFont, line_height: float, *, balanced: bool = False) -> TextBlock:
    """Return the paragraph, wrapped and measured once however often and wherever it is shown."""
    return TextBlock(text, font, line_height, balanced=balanced)


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
        self._block = block("", font, line_height)
        self.set_text(text)

    @property
    def text(self) -> str:
        """What is written."""
        return self._block.text

    def set_text(self, text: str) -> None:
        """Write something else."""
        if text == self._block.text and self.accessibleName():
            return
        self._block = self.block_of(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def prepare(self, text: str) -> None:
        """Have ``text`` measured before it is written here."""
        coming = self.block_of(text)
        for width in (self._wanted(coming), min(self.width(), self._max_width)):
            coming.height(width)

    def block_of(self, text: str) -> TextBlock:
        """Return ``text`` as this paragraph would set it."""
        return block(text, self._font, self._line_height, balanced=self._balanced)

    def heightForWidth(self, width: int) -> int:
        """Return the height that ``width`` needs: the paragraph grows downwards."""
        return round(self._block.height(min(width, self._max_width)))

    def sizeHint(self) -> QSize:
        """Ask for one line, or for the greatest width allowed."""
        width = self._wanted(self._block)
        return QSize(width, self.heightForWidth(width))

    def _wanted(self, block: TextBlock) -> int:
        return int(min(block.natural_width() + 2, self._max_width, 700))

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
        return QSize(round(block(self._text, self._font, 20).natural_width() + 2), 20)

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


@lru_cache(maxsize=4096)
def elide(text: str, font: QFont, width: float) -> str:
    """Return ``text`` cut with an ellipsis so that it fits in ``width``."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def forget() -> None:
    """Forget the texts kept for having been measured: some name a company."""
    block.cache_clear()
    elide.cache_clear()

"""Primary (one per screen), secondary, quiet and link buttons."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeAlias

from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.widgets import keycap
from consultant_app.ui.widgets.picture import Pictures
from consultant_app.ui.widgets.text import block, elide

ICON = 16
GAP = 8
#: Room beside the word when the bar is cramped, px.
_BARE = 6
#: Fill, edge and ink.
Colours: TypeAlias = tuple[QColor, QColor, QColor]
#: Those of one page's bar and of the links in it.
_PICTURES = Pictures(32)


class Button(QPushButton):
    """A painted push button. ``leading`` and ``trailing`` name icons; ``key`` shows a keycap."""

    PADDING = 16
    HEIGHT = 36

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        leading: str = "",
        trailing: str = "",
        key: str = "",
    ) -> None:
        super().__init__(text, parent)
        self._leading = leading
        self._trailing = trailing
        self._key = key
        self._bare = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setFont(self.label_font())

    def set_label(self, text: str, limit: int) -> None:
        """Change the label; beyond ``limit`` px it is cut, and whole in the tooltip."""
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setText(elide(text, self.label_font(), limit))
        self.updateGeometry()

    def prepare_label(self, text: str, limit: int) -> None:
        """Have the button drawn with another label before it bears it."""
        scale = self.devicePixelRatioF()
        if scale.is_integer():
            shown = elide(text, self.label_font(), limit)
            size = QSizeF(self._size_of(shown))
            colours = self.colours()
            look = self._look(shown, colours)
            _PICTURES.of(size, scale, look, lambda to, box: self._draw(to, box, shown, colours))

    def set_compact(self, *, compact: bool) -> None:
        """In a cramped bar, keep the word and leave out the icon."""
        self._bare = compact
        self.updateGeometry()

    def label_font(self) -> QFont:
        """The font of the label."""
        return fonts.sans(14, fonts.MEDIUM)

    def colours(self) -> Colours:
        """Return fill, edge and ink for the present state."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        """Label, icons and padding."""
        return self._size_of(self.text())

    def _size_of(self, text: str) -> QSize:
        padding = min(_BARE, self.PADDING) if self._bare else self.PADDING
        width = block(text, self.label_font(), 20).natural_width() + 2 * padding
        width += sum(ICON + GAP for name in self._icons() if name)
        width += keycap.width_of(self._key) + GAP if self._key else 0
        return QSize(round(width + 0.5), self.HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, whatever the desktop."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, icons, label and key."""
        text, box, painter = self.text(), QRectF(self.rect()), QPainter(self)
        colours = self.colours()
        if colours[0].alpha() == 0:
            # Letters drawn on nothing, then laid on the page, would look a little bolder.
            self._draw(painter, box, text, colours)
            return
        look = self._look(text, colours)
        _PICTURES.paint(painter, box, look, lambda to, at: self._draw(to, at, text, colours))

    def _look(self, text: str, colours: Colours) -> Hashable:
        inks = tuple(colour.rgba() for colour in colours)
        return type(self), text, self._leading, self._trailing, self._key, self._bare, inks

    def _draw(self, painter: QPainter, box: QRectF, text: str, colours: Colours) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, ink = colours
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_content(painter, box, text, ink)

    def _icons(self) -> tuple[str, str]:
        return ("" if self._bare else self._leading, self._trailing)

    def _paint_content(self, painter: QPainter, box: QRectF, text: str, ink: QColor) -> None:
        padding = float(min(_BARE, self.PADDING) if self._bare else self.PADDING)
        left, right = padding, box.width() - padding
        middle = box.height() / 2
        if self._leading and not self._bare:
            icons.paint(painter, self._leading, left, middle - ICON / 2, ink)
            left += ICON + GAP
        if self._trailing:
            right -= ICON
            icons.paint(painter, self._trailing, right, middle - ICON / 2, ink)
            right -= GAP
        if self._key:
            width = keycap.width_of(self._key)
            right -= width
            keycap.paint(painter, QRectF(right, middle - 10, width, 20), self._key)
            right -= GAP
        painter.setPen(ink)
        painter.setFont(self.label_font())
        room = QRectF(left, 0, right - left, box.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


class PrimaryButton(Button):
    """The one act this screen is for."""

    def label_font(self) -> QFont:
        """Bolder than the others."""
        return fonts.sans(14, fonts.SEMIBOLD)

    def colours(self) -> Colours:
        """Accent, deeper under the pointer."""
        p = theme.current()
        if not self.isEnabled():
            return p.canvas, p.line, p.ink3
        fill = p.accent_hover if self.underMouse() or self.isDown() else p.accent
        return fill, fill, p.on_accent


class SecondaryButton(Button):
    """Another act."""

    def colours(self) -> Colours:
        """Edge border."""
        p = theme.current()
        if not self.isEnabled():
            return p.canvas, p.line, p.ink3
        return (p.hover if self.underMouse() or self.isDown() else p.surface), p.edge, p.ink


class QuietButton(Button):
    """An act that need not stand out: no border until the pointer comes."""

    PADDING = 12

    def colours(self) -> Colours:
        """No box until hovered."""
        p = theme.current()
        clear = QColor(Qt.GlobalColor.transparent)
        if not self.isEnabled():
            return clear, clear, p.ink3
        return (p.hover if self.underMouse() or self.isDown() else clear), clear, p.ink2


class LinkButton(Button):
    """An act written as underlined accent text."""

    PADDING = 0
    HEIGHT = 24

    def label_font(self) -> QFont:
        """Underlined."""
        font = QFont(fonts.sans(14))
        font.setUnderline(True)
        return font

    def colours(self) -> Colours:
        """Accent, no box."""
        p = theme.current()
        clear = QColor(Qt.GlobalColor.transparent)
        ink = p.accent_hover if self.underMouse() else p.accent
        return clear, clear, ink if self.isEnabled() else p.ink3

"""The bottom bar: key hints on the left, the page's acts on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from consultant_app.ui import theme
from consultant_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from consultant_app.ui.widgets.hints import KeyHints

HEIGHT = 56
NARROW = 800


class BottomBar(QWidget):
    """56 px; buttons belong to the page and are shown while it is."""

    hints_dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._hints = KeyHints(())
        self._dismiss = QuietButton("Masquer", leading="close")
        self._dismiss.setAccessibleName("Masquer les touches pour de bon")
        self._dismiss.clicked.connect(self.hints_dismissed)
        self._dismiss.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._buttons: tuple[Button, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 4, 24, 4)
        layout.setSpacing(12)
        layout.addWidget(self._hints, 1)
        layout.addWidget(self._dismiss)
        self._layout = layout
        self._wanted = True

    def show_hints(self, hints: Sequence[tuple[str, str]], *, wanted: bool) -> None:
        """Show key hints, unless they were dismissed (only F1's stays then)."""
        kept = hints if wanted else [hint for hint in hints if hint[0] == "F1"]
        self._hints.set_hints(kept)
        self._wanted = wanted and len(hints) > 1
        self._dismiss.setVisible(self._wanted and self.width() >= NARROW)

    def show_actions(self, buttons: tuple[Button, ...]) -> None:
        """Show the page's buttons, the primary one last."""
        if buttons == self._buttons:
            return
        for old in self._buttons:
            self._layout.removeWidget(old)
            old.setParent(None)
        self._buttons = buttons
        for button in buttons:
            self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
            button.show()
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where no hint fits, there is none to put away."""
        super().resizeEvent(event)
        self._dismiss.setVisible(self._wanted and self.width() >= NARROW)
        self._give_way()

    def _give_way(self) -> None:
        """When cramped, all but the primary button keep their word only; at worst, it too."""
        narrow = self.width() < NARROW
        side, gap = (12, 8) if narrow else (24, 12)
        self._layout.setContentsMargins(side, 4, side, 4)
        self._layout.setSpacing(gap)
        for button in self._buttons:
            button.set_compact(compact=narrow and not isinstance(button, PrimaryButton))
        needed = sum(button.sizeHint().width() + gap for button in self._buttons) + 2 * side
        if needed > self.width():
            self._buttons[-1].set_compact(compact=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line above."""
        p = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), p.surface)
        painter.setPen(QPen(p.line, 1))
        painter.drawLine(0, 0, self.width(), 0)

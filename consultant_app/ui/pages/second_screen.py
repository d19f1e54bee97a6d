"""The dirigeant's window: large, quiet, and only what may be shown (see `second_view`)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.ui import fonts, theme
from consultant_app.ui.pages.second_view import BLANK, Scene, SecondView
from consultant_app.ui.widgets.chart import ChartView
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.stairs import Stairs
from consultant_app.ui.widgets.text import Paragraph

#: Sizes are drawn for a screen 768 px high and grow with it.
BASE_HEIGHT = 768
IN_PLACE = "C’est en place."
VERIFY = "À vérifier ensemble."


class Progress(QWidget):
    """One dash per theme, the present one in full accent, and its number in words."""

    def __init__(self, number: int, count: int, factor: float) -> None:
        super().__init__()
        self._number, self._count, self._factor = number, count, factor
        self.setFixedHeight(round(24 * factor))
        self.setAccessibleName(f"Thème {number} sur {count}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw dashes and words."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.scale(self._factor, self._factor)
        for index in range(self._count):
            here = index + 1 == self._number
            done = index + 1 < self._number
            painter.setBrush(p.accent if here else p.pale if done else p.line)
            painter.drawRoundedRect(QRectF(50 * index, 9, 44, 6), 3, 3)
        painter.setPen(p.ink2)
        painter.setFont(fonts.sans(17))
        box = QRectF(50 * self._count + 14, 0, 400, 24)
        text = f"Thème {self._number} sur {self._count}"
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


class SecondScreen(QWidget):
    """A window of its own, on the other screen when there is one. Keys go to the consultant."""

    closed = Signal()
    key_pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setWindowTitle("Diagnostic PME")
        self.setAccessibleName("Écran du dirigeant")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._body: QWidget | None = None
        self._factor = 1.0
        self.view = BLANK

    def present(self, view: SecondView) -> None:
        """Show ``view``."""
        if view != self.view or self._body is None:
            self.view = view
            self._rebuild()

    def open_on(self, screen: QScreen | None) -> None:
        """Fill the other screen; with one screen only, take the whole of it."""
        if screen is not None:
            self.setGeometry(screen.geometry())
        self.showFullScreen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow with the screen."""
        super().resizeEvent(event)
        factor = max(self.height() / BASE_HEIGHT, 0.4)
        if abs(factor - self._factor) > 0.01:
            self._factor = factor
            self._rebuild()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand every key to the interview: with one screen, the keyboard is here."""
        self.key_pressed.emit(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it is gone."""
        self.closed.emit()
        super().closeEvent(event)

    def _px(self, size: float) -> int:
        return round(size * self._factor)

    def _rebuild(self) -> None:
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget(self)
        column = QVBoxLayout(self._body)
        side = self._px(96)
        column.setContentsMargins(side, self._px(36), side, self._px(32))
        view = self.view
        if view.heading:
            column.addWidget(label(view.heading, px=self._px(20), bold=True))
        self._scene(column)
        if view.theme_number:
            column.addWidget(Progress(view.theme_number, view.theme_count, self._factor))
        self._layout.addWidget(self._body)
        self._body.show()

    def _scene(self, column: QVBoxLayout) -> None:
        view = self.view
        if view.scene is Scene.QUESTION:
            column.addStretch(2)
            column.addWidget(self._voice(view.question, 68, 84))
            column.addStretch(3)
        elif view.scene in (Scene.LEVEL, Scene.IN_PLACE):
            self._levels(column)
        elif view.scene is Scene.VERIFY:
            column.addSpacing(self._px(36))
            column.addWidget(self._voice(view.question, 27, 36, tone="ink2"))
            column.addStretch(1)
            column.addWidget(self._voice(VERIFY, 54, 66))
            column.addStretch(3)
        elif view.scene is Scene.PROFILE and view.chart is not None:
            column.addSpacing(self._px(24))
            column.addWidget(ChartView(view.chart))
            column.addStretch(1)
        else:
            column.addStretch(1)

    def _levels(self, column: QVBoxLayout) -> None:
        view = self.view
        column.addSpacing(self._px(32))
        column.addWidget(self._voice(view.question, 27, 36, tone="ink2"))
        column.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._px(64))
        grid.setVerticalSpacing(self._px(44))
        grid.setColumnStretch(1, 1)
        grid.addLayout(self._stairs("Aujourd’hui", next_step=False), 0, 0, _TOP)
        grid.addWidget(self._voice(view.today, 54, 66), 0, 1, _TOP)
        if view.next_step:
            grid.addLayout(self._stairs("Le pas suivant", next_step=True), 2, 0, _TOP)
            grid.addWidget(self._voice(view.next_step, 43, 56, tone="accent"), 2, 1, _TOP)
        else:
            grid.addWidget(self._voice(IN_PLACE, 43, 56, tone="accent"), 2, 1, _TOP)
        column.addLayout(grid)
        column.addStretch(2)

    def _stairs(self, word: str, *, next_step: bool) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(self._px(12))
        stairs = Stairs(self.view.steps, self.view.reached, next_step=next_step)
        stairs.set_factor(self._factor)
        row = QHBoxLayout()
        row.addWidget(stairs)
        row.addStretch(1)
        box.addSpacing(self._px(10))
        box.addLayout(row)
        box.addWidget(label(word, px=self._px(20)))
        return box

    def _voice(self, text: str, size: float, line: float, tone: str = "ink") -> Paragraph:
        return Paragraph(text, fonts.serif(self._px(size)), self._px(line), tone=tone)


_TOP = Qt.AlignmentFlag.AlignTop


def other_screen(window: QWidget) -> QScreen | None:
    """Return a screen that ``window`` is not on, None when there is only one."""
    return next((s for s in QGuiApplication.screens() if s is not window.screen()), None)

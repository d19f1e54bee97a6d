"""The top bar: whose dossier this is, its steps, what the second screen shows, what is saved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.navigation import DOSSIER_STEPS, Heading, Route
from consultant_app.ui.widgets.buttons import QuietButton
from consultant_app.ui.widgets.cards import Choice
from consultant_app.ui.widgets.saved import SavedIndicator
from consultant_app.ui.widgets.text import elide

HEIGHT = 52
NARROW = 1000


class Step(Choice):
    """One step of the dossier."""

    stepped = Signal(int)

    def __init__(self, route: Route, text: str) -> None:
        super().__init__(text)
        self.route = route
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along the steps, Enter goes to one."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """The word in its heavier weight: nothing shifts."""
        width = QFontMetricsF(fonts.sans(14, fonts.SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(round(width + 12), 36)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word; the present step has a bar under it."""
        p = theme.current()
        painter = QPainter(self)
        on = self.isChecked()
        painter.setFont(fonts.sans(14, fonts.SEMIBOLD if on else fonts.REGULAR))
        reachable = self.isEnabled()
        hovered = self.underMouse() and reachable
        painter.setPen(p.ink if on or hovered else p.ink2 if reachable else p.ink3)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if on:
            painter.fillRect(QRectF(6, self.height() - 3, self.width() - 12, 3), p.accent)


class Title(QWidget):
    """The company (or the program) and a word about the occasion; elides when cramped."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Heading()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def set(self, heading: Heading) -> None:
        """Show another title."""
        self._heading = heading
        self.setAccessibleName(f"{heading.title} {heading.subtitle}".strip())
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Both on one line."""
        width = QFontMetricsF(fonts.sans(15, fonts.SEMIBOLD)).horizontalAdvance(self._heading.title)
        width += QFontMetricsF(fonts.sans(13)).horizontalAdvance(self._heading.subtitle) + 18
        return QSize(round(width) + (0 if self._heading.steps else 32), HEIGHT - 1)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(80, HEIGHT - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw mark, title and subtitle."""
        p = theme.current()
        painter = QPainter(self)
        x = 0.0
        if not self._heading.steps:
            self._brand(painter)
            x = 32
        font = fonts.sans(15, fonts.SEMIBOLD)
        text = elide(self._heading.title, font, self.width() - x)
        painter.setFont(font)
        painter.setPen(p.ink)
        box = QRectF(x, 0, self.width() - x, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        x += QFontMetricsF(font).horizontalAdvance(text) + 8
        small = fonts.sans(13)
        width = QFontMetricsF(small).horizontalAdvance(self._heading.subtitle)
        if x + width <= self.width():
            painter.setFont(small)
            painter.setPen(p.ink3)
            box = QRectF(x, 0, width + 4, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._heading.subtitle)

    def _brand(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().accent)
        foot = self.height() / 2 + 8
        for step in range(5):
            height = 5 + 3 * step
            painter.drawRoundedRect(QRectF(4.6 * step, foot - height, 3.4, height), 0.8, 0.8)


class ScreenState(QWidget):
    """What the dirigeant's screen shows at this moment."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._compact = False
        #: The width of icon and words, px.
        self.whole_width = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is written."""
        return self._text

    def set_compact(self, *, compact: bool) -> None:
        """Keep the icon only, or show the words as well."""
        if compact != self._compact:
            self._compact = compact
            self.updateGeometry()
            self.update()

    def set(self, text: str) -> None:
        """Say what the second screen shows (empty: there is none)."""
        if text == self._text and self.isHidden() == (not text):
            return
        self._text = text
        self.whole_width = round(QFontMetricsF(fonts.sans(13)).horizontalAdvance(text) + 26)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon and words, or the icon alone when cramped."""
        return QSize(20 if self._compact else self.whole_width, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the screen and the words."""
        painter = QPainter(self)
        p = theme.current()
        icons.paint(painter, "screen", 0, 4, p.ink2)
        if not self._compact:
            painter.setFont(fonts.sans(13))
            painter.setPen(p.ink2)
            box = QRectF(22, 0, self.width() - 22, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._text)


class TopBar(QWidget):
    """52 px: title, steps, second screen, saved indicator, lock."""

    step_chosen = Signal(object)
    home_asked = Signal()
    lock_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.title = Title()
        self.steps = [Step(route, text) for route, text in DOSSIER_STEPS]
        self.second = ScreenState()
        self.saved = SavedIndicator()
        self.home = QuietButton("Dossiers", leading="list")
        self.home.clicked.connect(self.home_asked)
        self.lock = QuietButton("Verrouiller", leading="lock", key="Ctrl L")
        self.lock.clicked.connect(self.lock_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 24, 0)
        layout.setSpacing(16)
        layout.addWidget(self.title)
        layout.addWidget(self.home)
        for step in self.steps:
            layout.addWidget(step)
            step.clicked.connect(lambda _on, route=step.route: self._choose(route))
            step.stepped.connect(lambda by, step=step: self._go_along(step, by))
        layout.addStretch(1)
        for widget in (self.second, self.saved, self.lock):
            layout.addWidget(widget)
        self.second.set("")

    def show_heading(self, heading: Heading, route: Route | None, reachable: set[Route]) -> None:
        """Show a page's heading; ``reachable``: the steps that can be gone to."""
        self.title.set(heading)
        self.home.setVisible(heading.steps)
        self.lock.setVisible(not heading.steps and route is Route.HOME)
        self._route = route
        for step in self.steps:
            step.setVisible(heading.steps)
            step.setEnabled(step.route in reachable)
            step.show_choice(on=step.route is route, saved=False)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way when cramped."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.saved.set_compact(compact=narrow)
        self.home.set_compact(compact=narrow)
        layout = self.layout()
        assert layout is not None
        layout.setSpacing(4 if narrow else 16)
        layout.setContentsMargins(12 if narrow else 24, 0, 12 if narrow else 24, 0)
        self._measure()

    def event(self, event: QEvent) -> bool:
        """Whatever changes its size may leave more room, or less."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._give_room()
        return super().event(event)

    def _measure(self) -> None:
        """Add up what an answer does not change: it is asked for at each of them."""
        layout = self.layout()
        assert layout is not None
        shown = [w for w in (self.title, self.home, *self.steps, self.lock) if not w.isHidden()]
        margins, gap = layout.contentsMargins(), layout.spacing()
        self._taken = sum(widget.sizeHint().width() + gap for widget in shown)
        self._taken += margins.left() + margins.right() + gap
        self._give_room()

    def _give_room(self) -> None:
        """The second screen's words are the first to give way: its icon says there is one."""
        if not self.second.isHidden():
            needed = self._taken + self.saved.sizeHint().width() + self.second.whole_width
            self.second.set_compact(compact=self.width() < max(NARROW, needed))

    _taken = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line below."""
        p = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), p.surface)
        painter.setPen(QPen(p.line, 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _go_along(self, step: Step, by: int) -> None:
        reachable = [s for s in self.steps if s.isEnabled()]
        place = reachable.index(step) + by
        reachable[place % len(reachable)].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, route: Route) -> None:
        for step in self.steps:
            step.show_choice(on=step.route is self._route, saved=False)
        if route is not self._route:
            self.step_chosen.emit(route)

    _route: Route | None = None

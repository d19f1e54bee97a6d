"""Search, state filters and « Nouveau dossier », on one line above the list."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from consultant_app.ui import fonts, theme
from consultant_app.ui.models.dossiers import Filter
from consultant_app.ui.widgets.buttons import SecondaryButton
from consultant_app.ui.widgets.cards import Choice
from consultant_app.ui.widgets.fields import SearchField, label

WORDS = {
    Filter.ALL: "Tous",
    Filter.DRAFT: "Brouillons",
    Filter.TO_HAND_OVER: "À restituer",
    Filter.CLOSED: "Clos",
    Filter.SENT: "Transmis",
}


class FilterTab(Choice):
    """One state with its count."""

    stepped = Signal(int)

    def __init__(self, which: Filter) -> None:
        super().__init__(WORDS[which])
        self.which = which
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the choice, as in any group of radio buttons."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def show_count(self, count: int) -> None:
        """Show how many dossiers are in this state."""
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Word and count, in the heavier weight: nothing shifts."""
        metrics = QFontMetricsF(fonts.sans(14, fonts.SEMIBOLD))
        return QSize(round(metrics.horizontalAdvance(f"{self.text()}  {self._count}") + 20), 36)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word and its count; the chosen one on a tint."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(QPen(Qt.PenStyle.NoPen))
            painter.setBrush(p.tint if on else p.hover)
            painter.drawRoundedRect(self.rect(), 6, 6)
        painter.setFont(fonts.sans(14, fonts.SEMIBOLD if on else fonts.REGULAR))
        painter.setPen(p.ink if on else p.ink2)
        box = self.rect().adjusted(10, 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"{self.text()}  {self._count}")


class Search(SearchField):
    """Down or Enter go on to the list."""

    went_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave for the list."""
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)


class Tools(QWidget):
    """The line above the list."""

    searched = Signal(str)
    filtered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.search = Search("Chercher un dossier", "Entreprise, activité, commune")
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(300)
        self.new = SecondaryButton("Nouveau dossier", leading="plus")
        self.tabs = [FilterTab(which) for which in Filter]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(8)
        layout.addWidget(label("Dossiers", px=17, bold=True))
        layout.addSpacing(8)
        layout.addWidget(self.search, 1)
        for tab in self.tabs:
            layout.addWidget(tab)
            tab.clicked.connect(lambda _on, which=tab.which: self.choose(which))
            tab.stepped.connect(lambda by, which=tab.which: self._step(which, by))
        layout.addStretch(0)
        layout.addWidget(self.new)
        self.search.textChanged.connect(self.searched)
        self.tabs[0].show_choice(on=True, saved=True)

    def choose(self, which: Filter) -> None:
        """Show one state only."""
        for tab in self.tabs:
            tab.show_choice(on=tab.which is which, saved=True)
        self.filtered.emit(which)

    def _step(self, which: Filter, by: int) -> None:
        order = list(Filter)
        tab = self.tabs[(order.index(which) + by) % len(order)]
        tab.setFocus(Qt.FocusReason.TabFocusReason)
        self.choose(tab.which)

    def show_counts(self, counts: Mapping[Filter, int]) -> None:
        """Show how many dossiers are in each state."""
        for tab in self.tabs:
            tab.show_count(counts[tab.which])

    def squeeze(self, width: int) -> None:
        """Leave out the filters where there is no room for them."""
        for tab in self.tabs:
            tab.setVisible(width >= 1000)

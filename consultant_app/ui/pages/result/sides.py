"""The two sides of the result: the profile at the left, what is decided at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.typography import french, plural
from consultant_app.restitution.model import Essential, Point
from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.messages import Kind
from consultant_app.ui.pages.result.board import Board
from consultant_app.ui.pages.result.reading import plain
from consultant_app.ui.widgets.chart import ChartView
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.text import Paragraph

KEY = french(
    "Chaque marque est une pratique. Disque numéroté : une priorité. Triangle : un point de "
    "vigilance. Cercle vide : à vérifier. La bande s’arrête au niveau assuré du thème."
)


class ProfileSide(QWidget):
    """The sentence, the chart, and how to read it."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = Paragraph("", fonts.serif(23), 31)
        self.chart = ChartView()
        self.key = label("", px=13, tone="2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 24)
        column.setSpacing(16)
        column.addWidget(self.sentence)
        column.addWidget(self.chart)
        column.addWidget(self.key)
        column.addStretch(1)

    def show_essential(self, essential: Essential) -> None:
        """Show the paper's first page."""
        self.sentence.set_text(essential.lede)
        self.chart.set_chart(essential.profile)
        self.key.setText(KEY)


class DecisionSide(QWidget):
    """Strengths, priorities, points of vigilance, actions."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.plan = Board("Vos priorités", "Retirée")
        self.parcours = Board("Votre parcours d’actions", "Retirée")
        self.strengths = QVBoxLayout()
        self.strengths.setSpacing(6)
        self.vigilance = QVBoxLayout()
        self.vigilance.setSpacing(6)
        self._plan_count = label("", px=13, tone="2")
        self._actions_title = label("Votre parcours d’actions", px=15, bold=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(10)
        column.addWidget(label("Points forts", px=15, bold=True))
        column.addLayout(self.strengths)
        column.addSpacing(10)
        column.addLayout(_titled("Vos priorités", self._plan_count))
        column.addWidget(self.plan)
        column.addLayout(self.vigilance)
        column.addSpacing(10)
        column.addWidget(self._actions_title)
        column.addWidget(self.parcours)
        column.addStretch(1)

    def show_essential(self, essential: Essential, in_plan: set[str], *, locked: bool) -> None:
        """Show strengths and points of vigilance."""
        clear(self.strengths)
        for strength in essential.strengths:
            self.strengths.addWidget(_Ticked(plain(strength)))
        if essential.no_strength:
            self.strengths.addWidget(label(essential.no_strength, tone="2", wrap=True))
        clear(self.vigilance)
        for point in essential.vigilance:
            self.vigilance.addWidget(self._band(point, in_plan, locked=locked))

    def show_counts(self, kept: int, proposed: int, *, actions: bool) -> None:
        """Say how many priorities are kept."""
        words = f"{kept} {plural(kept, 'retenue')} sur {proposed}"
        self._plan_count.setText(words)
        self._actions_title.setVisible(actions)

    def _band(self, point: Point, in_plan: set[str], *, locked: bool) -> Band:
        free = point.practice_id not in in_plan and not locked
        words = french(f"À mettre en règle : {point.title[:1].lower()}{point.title[1:]}")
        band = Band(Kind.ATTENTION, words, action="En faire une priorité" if free else "")
        band.acted.connect(lambda: self.wanted.emit(point.practice_id))
        return band


class _Ticked(QWidget):
    """A strength with its tick."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._icon = label("", px=14)
        self._icon.setPixmap(icons.icon("check", theme.current().accent).pixmap(16, 16))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, wrap=True), 1)


def _titled(title: str, count: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(label(title, px=15, bold=True))
    row.addWidget(count, 0, Qt.AlignmentFlag.AlignBottom)
    row.addStretch(1)
    return row

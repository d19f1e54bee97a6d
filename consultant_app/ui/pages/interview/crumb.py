"""Above the question: its name, where it stands in its theme, the legal duty it is about."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from consultant_app.ui import fonts
from consultant_app.ui.pages.interview.stops import Section, Stop, StopKind
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.text import Elided


class Crumb(QWidget):
    """One line that gives way when cramped."""

    def __init__(self) -> None:
        super().__init__()
        self._place = label("", bold=True)
        self._where = Elided(fonts.sans(14))
        self._duty = Elided(fonts.sans(14), "attention")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(8)
        for widget in (self._place, self._where, self._duty):
            row.addWidget(widget)
        row.addStretch(0)

    def show_stop(self, section: Section, stop: Stop) -> None:
        """Name ``stop``."""
        practice = stop.item.practice
        duty = practice.vigilance.duty if practice and practice.vigilance else ""
        self._place.setText(stop.label)
        self._where.set_text(_where(section, stop))
        self._duty.set_text(f"Obligation légale\u00a0: {duty}" if duty else "")
        self._duty.setVisible(bool(duty))


def _where(section: Section, stop: Stop) -> str:
    if stop.kind is StopKind.OPENING:
        return section.title
    alike = [s for s in section.stops if s.kind is stop.kind]
    word = "pratique" if stop.kind is StopKind.PRACTICE else "question"
    return f"{section.title}, {word} {alike.index(stop) + 1} sur {len(alike)}"

"""What is printed: the edition, and which notes may stand on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from consultant_app.restitution.context import Edition
from consultant_app.ui.widgets.checkbox import CheckBox
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.options import OptionsBar


@dataclass(frozen=True, slots=True)
class Note:
    """A private note that could be printed as the dirigeant's own words."""

    practice_id: str
    title: str
    text: str


class Options(QWidget):
    """``changed`` when another paper is wanted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.edition_choice = OptionsBar(
            "Édition", [("full", "Complète"), ("short", "L’essentiel")]
        )
        self.edition_choice.show_choice("full")
        self.boxes: dict[str, CheckBox] = {}
        self._notes = Column()
        column = Column(self, margin=24, top=24, spacing=10)
        column.put(label("Édition", px=15, bold=True), self.edition_choice)
        words = "Complète\u00a0: à laisser au dirigeant. L’essentiel\u00a0: deux pages."
        column.put(label(words, px=13, tone="2", wrap=True))
        column.addSpacing(8)
        self._title = label("Notes à citer", px=15, bold=True)
        self._hint = label(
            "Vos notes sont privées. Cochez celles que le dirigeant accepte de lire imprimées.",
            px=13,
            tone="2",
            wrap=True,
        )
        column.put(self._title, self._hint)
        column.addLayout(self._notes)
        column.addStretch(1)
        self.edition_choice.chosen.connect(self._choose)

    @property
    def edition(self) -> Edition:
        """The edition chosen."""
        return "short" if self.edition_choice.choice == "short" else "full"

    @property
    def verbatims(self) -> tuple[str, ...]:
        """The practices whose note is printed."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    def show_notes(self, notes: Sequence[Note], chosen: Sequence[str]) -> None:
        """Show the notes there are; those chosen before stay chosen."""
        clear(self._notes)
        self.boxes = {}
        for widget in (self._title, self._hint):
            widget.setVisible(bool(notes))
        for note in notes:
            box = CheckBox(f"{note.title}\u00a0: {note.text}")
            box.setToolTip(note.text)
            box.setAccessibleName(f"Citer la note sur {note.title}\u00a0: {note.text}")
            box.setChecked(note.practice_id in chosen)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.boxes[note.practice_id] = box
            self._notes.put(box)

    def _choose(self, code: str) -> None:
        self.edition_choice.show_choice(code)
        self.changed.emit()

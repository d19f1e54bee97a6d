"""How the interview was held: who was there, where, how sure the consultant is of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from consultant_app.domain.interview import Conditions
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import Labelled, LineField, label
from consultant_app.ui.widgets.options import OptionsBar


class ConditionsPane(QWidget):
    """Saved as each field is left."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._conditions = Conditions()
        self.present = LineField("Présents", "Mme Modèle, chef d’atelier")
        self.place = LineField("Lieu", "à l’atelier")
        self.confidence = OptionsBar(
            "Fiabilité des réponses",
            [("1", "À confirmer"), ("2", "Bonne"), ("3", "Très bonne")],
        )
        self.duration = label("", px=13, tone="2", wrap=True)
        column = Column(self)
        present = "Séparés par des virgules\u202f; ne part jamais."
        column.put(
            label("L’entretien", px=15, bold=True),
            Labelled("Présents", self.present, present),
            Labelled("Lieu", self.place, "Imprimé sur la couverture."),
            label("Fiabilité des réponses, selon vous", px=13, bold=True),
            self.confidence,
            self.duration,
        )
        self.present.editingFinished.connect(self._changed)
        self.place.editingFinished.connect(self._changed)
        self.confidence.chosen.connect(self._rate)

    def show_conditions(self, conditions: Conditions, seconds: float, *, locked: bool) -> None:
        """Show what is known, and how long was spent."""
        self._conditions = conditions
        self.present.setText(", ".join(conditions.present))
        self.place.setText(conditions.place)
        confidence = conditions.confidence
        self.confidence.show_choice(str(confidence) if confidence else None)
        minutes = round(seconds / 60)
        self.duration.setText(
            f"Temps passé, pauses non comptées\u00a0: {minutes}\u00a0min." if minutes else ""
        )
        for field in (self.present, self.place):
            field.setReadOnly(locked)
        self.confidence.setEnabled(not locked)

    @property
    def conditions(self) -> Conditions:
        """What the fields say."""
        present = tuple(p.strip() for p in self.present.text().split(",") if p.strip())
        choice = self.confidence.choice
        return replace(
            self._conditions,
            present=present,
            place=self.place.text().strip(),
            confidence=int(choice) if choice else None,
        )

    def flush(self) -> None:
        """Say what changed, if anything."""
        self._changed()

    def _rate(self, code: str) -> None:
        self.confidence.show_choice(code)
        self._changed()

    def _changed(self) -> None:
        now = self.conditions
        if now != self._conditions:
            self._conditions = now
            self.changed.emit(now)

"""Every component in every state, light and dark, drawn to PNG: ``python -m tests.gallery``.

Prints the folder. Meant to be looked at; the tests check what can be checked without eyes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.ui import application, theme
from consultant_app.ui.messages import Kind
from consultant_app.ui.theme import Scheme
from consultant_app.ui.widgets.buttons import (
    Button,
    LinkButton,
    PrimaryButton,
    QuietButton,
    SecondaryButton,
)
from consultant_app.ui.widgets.cards import Card, CardText, CheckCard, MissingButton
from consultant_app.ui.widgets.checkbox import CheckBox
from consultant_app.ui.widgets.empty import EmptyState
from consultant_app.ui.widgets.fields import Labelled, LineField, NoteField, SearchField, label
from consultant_app.ui.widgets.hints import KeyHints
from consultant_app.ui.widgets.marks import DossierMark, MarkLabel, Pip
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.segmented import Segmented
from consultant_app.ui.widgets.stairs import Stairs

FACT = "Vous tenez à jour une prévision écrite, à un ou deux mois."


def cards() -> QWidget:
    """Level cards: default, chosen but not saved, saved, disabled, two lines; missing answers."""
    box = QWidget()
    layout = QVBoxLayout(box)
    for index, (on, saved, enabled) in enumerate(
        [(False, False, True), (True, False, True), (True, True, True), (False, False, False)]
    ):
        card = Card(CardText(str(index), FACT, "Régulier", "La dernière fois" if saved else ""))
        card.show_choice(on=on, saved=saved)
        card.setEnabled(enabled)
        layout.addWidget(card)
    layout.addWidget(Card(CardText("4", FACT + " " + FACT, "Deux lignes")))
    check = CheckCard(CardText("2e", "La difficulté à déléguer"))
    check.show_choice(on=True, saved=True)
    layout.addWidget(check)
    row = QHBoxLayout()
    for key, text in (("N", "Ne sait pas"), ("S", "Sans objet"), ("R", "Ne souhaite pas répondre")):
        button = MissingButton(key, text)
        button.show_choice(on=key == "S", saved=True)
        row.addWidget(button)
    row.addStretch(1)
    layout.addLayout(row)
    return box


def controls() -> QWidget:
    """Buttons, fields, segments, marks, bands, stairs, hints, an empty state."""
    box = QWidget()
    layout = QVBoxLayout(box)
    grid = QGridLayout()
    kinds: list[type[Button]] = [PrimaryButton, SecondaryButton, QuietButton, LinkButton]
    for column, kind in enumerate(kinds):
        grid.addWidget(kind("Suivante", trailing="right"), 0, column)
        off = kind("Aperçu", leading="printer")
        off.setEnabled(False)
        grid.addWidget(off, 1, column)
    layout.addLayout(grid)
    field = LineField("Montant")
    field.setText("1\u202f140\u00a0€")
    wrong = Labelled("Montant", field)
    wrong.show_error("Vérifiez le montant\u00a0: 1\u202f010\u202f000\u00a0€ en 2023.")
    layout.addWidget(wrong)
    layout.addWidget(SearchField("Chercher", "Chercher une question"))
    layout.addWidget(NoteField("Note", "Note privée"))
    segments = Segmented("Origine", [("declared", "Déclaré", "D"), ("seen", "Constaté", "C")])
    segments.show_choice("seen")
    layout.addWidget(segments)
    ticks = [CheckBox("À revoir avant de clore"), CheckBox("Je souhaite un code de suivi")]
    ticks[1].setChecked(True)
    layout.addLayout(_row(ticks))
    layout.addLayout(_row(MarkLabel(pip) for pip in Pip))
    layout.addLayout(_row(MarkLabel(mark) for mark in DossierMark))
    layout.addWidget(
        Band(
            Kind.ERROR,
            "Pas encore enregistré\u00a0: le disque est plein. Votre réponse reste à l’écran.",
            action="Réessayer",
        )
    )
    layout.addWidget(Band(Kind.ATTENTION, "Document unique de sécurité à terminer"))
    layout.addLayout(_row([Stairs(5, 3), Stairs(5, 3, next_step=True)]))
    layout.addWidget(KeyHints([("0 – 4", "placer, sans Maj"), ("Entrée", "suivante")]))
    layout.addWidget(EmptyState("Aucun dossier pour l’instant.", "Créez le premier.", "Créer"))
    return box


def _row(widgets: object) -> QHBoxLayout:
    layout = QHBoxLayout()
    for widget in widgets:  # type: ignore[attr-defined]
        layout.addWidget(widget)
    layout.addStretch(1)
    return layout


def main(folder: Path | None = None) -> list[Path]:
    """Draw the gallery; return the files."""
    folder = folder or Path(tempfile.mkdtemp(prefix="gallery-"))
    app = application.create()
    files = []
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.apply(app, scheme)
        page = QWidget()
        page.setObjectName("page")
        layout = QHBoxLayout(page)
        left = QVBoxLayout()
        left.addWidget(label("Cartes", bold=True))
        left.addWidget(cards())
        left.addStretch(1)
        layout.addLayout(left, 1)
        layout.addWidget(controls(), 1)
        page.resize(1366, 768)
        page.show()
        app.processEvents()
        path = folder / f"gallery-{scheme.value}.png"
        page.grab().save(str(path))
        files.append(path)
        page.hide()
        page.deleteLater()
    return files


if __name__ == "__main__":
    for drawn in main():
        sys.stdout.write(f"{drawn}\n")

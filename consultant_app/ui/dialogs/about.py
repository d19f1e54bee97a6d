"""What this program is, its version, and the licences of what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from consultant_app.services.licences import Library
from consultant_app.ui import fonts
from consultant_app.ui.widgets.buttons import PrimaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.scroll import page_scroll
from consultant_app.ui.widgets.text import Paragraph

#: What is shipped and is no library.
OWN = (
    ("Gentium Book Plus, Inter", "SIL Open Font License 1.1"),
    ("NAF rév. 2, tranches d’effectif", "INSEE, licence ouverte"),
)


class AboutDialog(QDialog):
    """Esc or Enter closes it."""

    def __init__(self, libraries: Sequence[Library], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("À propos")
        self.setAccessibleName("À propos")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 560)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        parts = [(f"{found.name} {found.version}", found.licence) for found in libraries]
        for line, (name, licence) in enumerate([*OWN, *parts]):
            grid.addWidget(label(name, px=13.5), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(licence, px=13.5, tone="2", wrap=True), line, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(12)
        version = metadata.version("diagnostic-pme")
        layout.addWidget(Paragraph(f"Diagnostic PME {version}", fonts.serif(24), 32))
        words = (
            "Logiciel libre, sous licence EUPL 1.2. Vos dossiers restent sur cet ordinateur, "
            "chiffrés. Il est fait de\u00a0:"
        )
        layout.addWidget(label(words, tone="2", wrap=True))
        layout.addWidget(page_scroll(content, "Licences"), 1)
        close = PrimaryButton("Fermer")
        close.clicked.connect(self.accept)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()

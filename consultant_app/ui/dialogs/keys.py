"""F1: all keys, on one page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.ui import fonts
from consultant_app.ui.navigation import Page
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.keycap import Keycap
from consultant_app.ui.widgets.text import Paragraph


class KeysDialog(QDialog):
    """A list of keys in two columns; Esc or Enter closes it."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Toutes les touches")
        self.setAccessibleName("Toutes les touches")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(16)
        layout.addWidget(Paragraph("Tout se fait au clavier.", fonts.serif(24), 32))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        half = (len(keys) + 1) // 2
        for index, (key, text) in enumerate(keys):
            row, side = index % half, 2 * (index // half)
            grid.addLayout(_caps(key), row, side, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(text, px=13, tone="2", wrap=True), row, side + 1)
            grid.setColumnMinimumWidth(side + 1, 300)
        layout.addLayout(grid)
        self.guide = SecondaryButton("Lire le guide", key="F1")
        self.guide.setShortcut("F1")
        self.guide.clicked.connect(self._read_guide)
        close = PrimaryButton("Fermer")
        close.clicked.connect(self.accept)
        ways_out = QHBoxLayout()
        ways_out.setSpacing(12)
        ways_out.addWidget(self.guide)
        ways_out.addStretch(1)
        ways_out.addWidget(close)
        layout.addLayout(ways_out)
        close.setFocus()

    def _read_guide(self) -> None:
        """Open the guide at the page of this screen, in place of the keys."""
        page = self.parentWidget()
        self.accept()
        if isinstance(page, Page):
            from consultant_app.ui.dialogs.help import open_help

            open_help(page.shell, page, page.route)


def _caps(keys: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(5)
    for part in keys.split(" "):
        row.addWidget(label(part, px=13, tone="2") if part == "–" else Keycap(part))
    row.addStretch(1)
    return row

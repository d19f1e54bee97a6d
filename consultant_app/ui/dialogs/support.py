"""« Préparer un rapport »: what it says is read before it is saved or copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from consultant_app.services.files import write_text
from consultant_app.services.support import Support, SupportReport
from consultant_app.services.workspace import SystemClock
from consultant_app.ui import fonts
from consultant_app.ui.dialogs.places import ask_save
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.text import Paragraph

WORDS = (
    "Il dit les versions, essaie chaque partie du programme et joint son journal. Aucun nom, aucune "
    "réponse n’y figure\u00a0: relisez-le, puis envoyez-le à qui vous aide. Rien n’est envoyé d’ici."
)


class SupportDialog(QDialog):
    """The report, to save or to copy."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setWindowTitle("Préparer un rapport")
        self.setAccessibleName("Préparer un rapport")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 560)
        self.verdict = label("Essais en cours…", px=14, bold=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Rapport")
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = SecondaryButton("Copier")
        self.save = SecondaryButton("Enregistrer…", leading="save")
        self.shut = PrimaryButton("Fermer")
        self._build()
        self._gather()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(12)
        layout.addWidget(Paragraph("Un rapport pour qui vous aide.", fonts.serif(24), 32))
        layout.addWidget(label(WORDS, tone="2", wrap=True))
        layout.addWidget(self.verdict)
        layout.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(self.shut)
        layout.addLayout(row)
        for button in (self.copy, self.save):
            button.setEnabled(False)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.content))
        self.save.clicked.connect(self._save)
        self.shut.clicked.connect(self.accept)
        self.shut.setFocus()

    @property
    def content(self) -> str:
        """The report as it stands."""
        return self.text.toPlainText()

    def _gather(self) -> None:
        access = self._shell.access
        assert access is not None
        screens = ", ".join(
            f"{s.size().width()} × {s.size().height()} à {s.devicePixelRatio():g}"
            for s in QGuiApplication.screens()
        )
        told = {"Qt": qVersion(), "Affichage": QGuiApplication.platformName(), "Écrans": screens}
        support = Support(access.folder, self._shell.workspace, SystemClock().now())
        self._shell.tasks.long(lambda _job: support.prepare(told), self._show, owner=self)

    def _show(self, report: SupportReport) -> None:
        self.text.setPlainText(report.as_text())
        self.verdict.setText(
            "Tous les essais sont bons."
            if report.is_sound
            else "Un essai au moins est à voir\u00a0: il est marqué dans le rapport."
        )
        for button in (self.copy, self.save):
            button.setEnabled(True)

    def _save(self) -> None:
        ask_save(self, "Enregistrer le rapport", "rapport.txt", "Texte (*.txt)", self._write)

    def _write(self, path: Path) -> None:
        content = self.content
        self._shell.tasks.long(
            lambda _job: write_text(path, content),
            lambda _n: self._shell.messages.say(f"Le rapport est dans {path}."),
            owner=self,
        )

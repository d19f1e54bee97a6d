"""What this program is, its version, and the licences of what it is made of, to be read here."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from consultant_app.assets import resource
from consultant_app.services.licences import Library
from consultant_app.ui import fonts
from consultant_app.ui.widgets.buttons import PrimaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.text import Paragraph

WORDS = (
    "Logiciel libre, sous licence EUPL 1.2. Vos dossiers restent sur cet ordinateur, chiffrés. "
    "Voici de quoi il est fait, et sous quelles licences."
)
#: Required by the LGPL (section 4): that the library is used, under which licence, and how to
#: replace it.
QT_NOTICE = (
    "Ce programme utilise Qt et Qt for Python (PySide6), © The Qt Company Ltd et ses "
    "contributeurs, sous la licence LGPL version 3. Ils sont livrés tels quels, en bibliothèques "
    "séparées, dans le dossier «\u00a0_internal/PySide6\u00a0»\u00a0: vous pouvez les remplacer par une "
    "version modifiée de même interface, et étudier le programme pour cela. Leur code source est "
    "publié sur qt.io.\n\n"
)
#: What no installed library tells: (name, licence, file of our resources).
OTHERS = (
    ("Gentium Book Plus, Inter (polices)", "SIL Open Font License 1.1", ("fonts", "OFL.txt")),
    ("Profil de couleurs sRGB", "voir le texte", ("icc", "LICENCE.md")),
)
INSEE = (
    "NAF rév. 2, tranches d’effectif (INSEE)",
    "Licence ouverte 2.0",
    "Nomenclatures de l’Insee, réutilisées sous la licence ouverte d’Etalab, version 2.0.",
)


class AboutDialog(QDialog):
    """Esc or Enter closes it."""

    def __init__(self, libraries: Sequence[Library], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("À propos")
        self.setAccessibleName("À propos")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 600)
        self._entries = [_entry(library) for library in libraries]
        self._entries += [
            (name, licence, resource(*file).read_text(encoding="utf-8"))
            for name, licence, file in OTHERS
        ]
        self._entries.append(INSEE)
        self.names = QListWidget()
        self.names.setAccessibleName("Composants")
        self.names.setFont(fonts.sans(13.5))
        self.names.addItems([f"{name}\n{licence}" for name, licence, _text in self._entries])
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Texte de la licence")
        self.text.setTabChangesFocus(True)
        self.text.setFont(fonts.sans(13))
        self.names.currentRowChanged.connect(self._read)
        self._build()
        self.names.setCurrentRow(0)

    def _build(self) -> None:
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.names)
        halves.addWidget(self.text)
        halves.setSizes([300, 520])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(12)
        version = metadata.version("diagnostic-pme")
        layout.addWidget(Paragraph(f"Diagnostic PME {version}", fonts.serif(24), 32))
        layout.addWidget(label(WORDS, tone="2", wrap=True))
        layout.addWidget(halves, 1)
        close = PrimaryButton("Fermer")
        close.clicked.connect(self.accept)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()

    def _read(self, row: int) -> None:
        self.text.setPlainText(self._entries[row][2])


def _entry(library: Library) -> tuple[str, str, str]:
    text = "\n\n".join(library.texts) or f"{library.licence}\n{library.home}"
    notice = QT_NOTICE if library.is_qt else ""
    return f"{library.name} {library.version}", library.licence, notice + text

"""What leaves, in full: every practice in words, or the exact bytes; the région's own texts."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from consultant_app.domain.typography import french, number
from consultant_app.services.record_words import SentPractice
from consultant_app.ui import fonts
from consultant_app.ui.widgets.buttons import PrimaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.scroll import page_scroll
from consultant_app.ui.widgets.text import Paragraph


class Reader(QDialog):
    """A dialog to read; Esc or Enter closes it."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 520)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 24, 28, 24)
        self.column.setSpacing(12)
        self.column.addWidget(Paragraph(title, fonts.serif(24), 32))

    def finish(self) -> None:
        """Add the way out."""
        close = PrimaryButton("Fermer")
        close.clicked.connect(self.accept)
        self.column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()


class BytesDialog(Reader):
    """The very bytes, and their fingerprint."""

    def __init__(self, content: bytes, parent: QWidget | None = None) -> None:
        super().__init__("Les octets exacts de l’envoi", parent)
        size = f"{number(len(content))}\u00a0octets, empreinte SHA-256\u00a0:"
        self.column.addWidget(label(size, px=13, tone="2"))
        self.column.addWidget(label(sha256(content).hexdigest(), px=13, tone="2", wrap=True))
        self.text = QPlainTextEdit(content.decode("utf-8"))
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Contenu de l’envoi")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTabChangesFocus(True)
        self.column.addWidget(self.text, 1)
        self.finish()


class PracticesDialog(Reader):
    """Every practice, as it would leave."""

    def __init__(self, practices: Sequence[SentPractice], parent: QWidget | None = None) -> None:
        super().__init__("Chaque pratique, telle qu’elle partirait", parent)
        content = QWidget()
        grid = QGridLayout(content)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for line, practice in enumerate(practices):
            name = f"{practice.code}\u00a0{practice.title}".strip()
            grid.addWidget(label(name, px=13, tone="2", wrap=True), line, 0)
            grid.addWidget(label(practice.sent, px=13, wrap=True), line, 1)
        self.column.addWidget(page_scroll(content, "Pratiques"), 1)
        self.finish()


class TextsDialog(Reader):
    """The région's own texts, one under the other."""

    def __init__(self, texts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__("Les textes de la région", parent)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setSpacing(8)
        for title, text in texts:
            column.addWidget(label(title, px=15, bold=True))
            column.addWidget(label(french(text), wrap=True))
            column.addSpacing(8)
        column.addStretch(1)
        self.column.addWidget(page_scroll(content, "Textes"), 1)
        self.finish()

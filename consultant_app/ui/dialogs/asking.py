"""What dialogs that ask have in common: a title, what is asked, one act, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.errors import KnownError
from consultant_app.ui import fonts
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import Labelled, LineField, label
from consultant_app.ui.widgets.text import Paragraph


class Asking(QDialog):
    """``column`` takes what is asked; ``row`` holds the way out, then ``go_on``."""

    def __init__(
        self,
        title: str,
        act: str,
        parent: QWidget | None,
        *,
        heading: str = "",
        words: str = "",
        leave: str = "Annuler",
    ) -> None:
        """``heading``: what is written large, when it is not the title."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(540)
        self.go_on = PrimaryButton(act)
        self.cancel = SecondaryButton(leave)
        self.cancel.clicked.connect(self.reject)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        self.row = QHBoxLayout()
        self.row.setSpacing(12)
        self.row.addStretch(1)
        self.row.addWidget(self.cancel)
        self.row.addWidget(self.go_on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(12)
        layout.addWidget(Paragraph(heading or title, fonts.serif(24), 32))
        if words:
            layout.addWidget(label(words, tone="2", wrap=True))
        layout.addLayout(self.column, 1)
        layout.addLayout(self.row)

    def ask(self, field: LineField, caption: str, help_: str = "") -> Labelled:
        """Add a field; Esc in it leaves, and typing takes back what was said of it."""
        box = Labelled(caption, field, help_)
        field.textEdited.connect(lambda _text: box.show_error(""))
        field.left.connect(self.reject)
        self.column.addWidget(box)
        return box


class AskingToDo(Asking):
    """Does its act in the background; a known refusal is said beside the field it is about."""

    def __init__(
        self, shell: Shell, title: str, act: str, parent: QWidget, *, words: str = ""
    ) -> None:
        super().__init__(title, act, parent, words=words)
        self.shell = shell
        self._asked: tuple[Labelled, LineField] | None = None

    def ask(self, field: LineField, caption: str, help_: str = "") -> Labelled:
        """Add a field; the first one is what refusals are about."""
        box = super().ask(field, caption, help_)
        if self._asked is None:
            self.about(box, field)
        return box

    def about(self, box: Labelled, field: LineField) -> None:
        """Say what refusals are about from now on."""
        self._asked = box, field

    @property
    def waits(self) -> bool:
        """Whether the act is under way."""
        return not self.go_on.isEnabled()

    def wait(self, *, waiting: bool = True) -> None:
        """The act cannot be asked for twice."""
        self.go_on.setEnabled(not waiting)

    def refused(self, error: Exception) -> None:
        """Say why it was not done, and let it be tried again; a bug ends the dialog."""
        self.wait(waiting=False)
        if isinstance(error, KnownError) and self._asked is not None:
            box, field = self._asked
            box.show_error(error.sentence)
            field.setFocus()
            field.selectAll()
        else:
            self.reject()
            self.shell.messages.failure(error)

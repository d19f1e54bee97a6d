"""The passphrase, or the printed recovery code when it is forgotten."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from consultant_app.domain.codes import RECOVERY, BadCodeError, read_code
from consultant_app.domain.errors import KnownError
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, LinkButton, PrimaryButton, QuietButton
from consultant_app.ui.widgets.centre import CentredColumn
from consultant_app.ui.widgets.fields import Labelled, LineField
from consultant_app.ui.widgets.secret import NewPassphrase, secret_field


class UnlockPage(Page):
    """Opens the profile; what was open before the lock comes back."""

    route = Route.UNLOCK

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.passphrase = secret_field("Phrase de passe")
        self._passphrase_box = Labelled("Phrase de passe", self.passphrase)
        self.forgotten = LinkButton("Phrase de passe oubliée")
        self.code = LineField("Code de secours", "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self._code_box = Labelled(
            "Code de secours",
            self.code,
            "Celui de la feuille imprimée à la première ouverture.",
        )
        self.new = NewPassphrase(shell.tasks, "Nouvelle phrase de passe")
        self.open = PrimaryButton("Ouvrir mes dossiers")
        self.back = QuietButton("Revenir", leading="left")
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def heading(self) -> Heading:
        """The program's name."""
        return Heading("Diagnostic PME", "verrouillé")

    def actions_(self) -> tuple[Button, ...]:
        """Open; come back from the recovery code."""
        return (self.back, self.open) if self._recovers else (self.open,)

    def enter(self, **params: str) -> None:
        """Ask for the passphrase anew."""
        self._show(recovers=False)

    def _build(self) -> None:
        known = CentredColumn("Vos dossiers sont verrouillés.", "Ils sont chiffrés sur ce poste.")
        known.column.put(self._passphrase_box, self.forgotten)
        known.column.addStretch(1)
        lost = CentredColumn(
            "Reprenez avec votre code de secours.",
            "Il ouvre vos dossiers une fois, le temps de choisir une nouvelle phrase de passe.",
        )
        lost.column.put(self._code_box, self.new)
        lost.column.addStretch(1)
        self._stack.addWidget(known)
        self._stack.addWidget(lost)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _connect(self) -> None:
        self.passphrase.returnPressed.connect(self._unlock)
        self.passphrase.textEdited.connect(lambda _t: self._passphrase_box.show_error(""))
        self.code.textEdited.connect(lambda _t: self._code_box.show_error(""))
        self.code.returnPressed.connect(self.new.first.setFocus)
        self.new.submitted.connect(self._unlock)
        self.open.clicked.connect(self._unlock)
        self.forgotten.clicked.connect(lambda: self._show(recovers=True))
        self.back.clicked.connect(lambda: self._show(recovers=False))

    @property
    def _recovers(self) -> bool:
        return self._stack.currentIndex() == 1

    def _show(self, *, recovers: bool) -> None:
        for clear in (self.passphrase.clear, self.code.clear, self.new.clear):
            clear()
        self._stack.setCurrentIndex(int(recovers))
        self.open.set_label(
            "Changer la phrase et ouvrir" if recovers else "Ouvrir mes dossiers", limit=400
        )
        self.bars_changed.emit()
        self._wait(waiting=False)
        (self.code if recovers else self.passphrase).setFocus()

    def _unlock(self) -> None:
        access = self.shell.access
        assert access is not None
        if not self.open.isEnabled():
            return
        if self._recovers:
            if self._code_is_sound() and self.new.check():
                self._wait(waiting=True)
                access.recover(self.code.text(), self.new.value, self._refused)
        else:
            self._wait(waiting=True)
            access.unlock(self.passphrase.text(), self._refused)

    def _code_is_sound(self) -> bool:
        try:
            read_code(RECOVERY, self.code.text())
        except BadCodeError as error:
            self._code_box.show_error(error.sentence)
            self.code.setFocus()
            return False
        return True

    def _refused(self, error: Exception) -> None:
        self._wait(waiting=False)
        if not isinstance(error, KnownError):
            self.shell.messages.failure(error)
            return
        box, field = (
            (self._code_box, self.code)
            if self._recovers
            else (self._passphrase_box, self.passphrase)
        )
        box.show_error(error.sentence)
        field.setFocus()
        field.selectAll()

    def _wait(self, *, waiting: bool) -> None:
        self.open.setEnabled(not waiting)
        self._stack.setEnabled(not waiting)

    def leave(self) -> None:
        """Nothing secret stays in a field."""
        for clear in (self.passphrase.clear, self.code.clear, self.new.clear):
            clear()

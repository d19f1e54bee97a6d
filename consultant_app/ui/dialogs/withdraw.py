"""Taking back what was sent: from its row, or by the code on the dirigeant's sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.errors import KnownError
from consultant_app.services.sending import Sending
from consultant_app.services.sent_lines import SendingLine
from consultant_app.storage.outbox import OutboxState
from consultant_app.ui import fonts
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import Labelled, LineField, label
from consultant_app.ui.widgets.text import Paragraph

FOR_GOOD = "Ce qui est déjà publié ne peut pas être rappelé."
NOTED = "Le retrait est noté\u202f; il part dès qu’il y a un réseau."
NOTED_ALONE = "Le retrait est noté\u202f; il partira une fois cet ordinateur raccordé à la région."


class _Withdrawing(QDialog):
    """A sentence, what it does, one act; ``done`` is called once it is noted."""

    def __init__(
        self,
        title: str,
        words: str,
        act: str,
        shell: Shell,
        done: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.shell, self._done = shell, done
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self.go_on = PrimaryButton(act)
        self.cancel = SecondaryButton("Ne rien retirer")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(12)
        layout.addWidget(Paragraph(title, fonts.serif(24), 32))
        layout.addWidget(label(words, tone="2", wrap=True))
        self.column = QVBoxLayout()
        layout.addLayout(self.column)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.go_on)
        layout.addLayout(row)
        self.cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._act)

    def _withdraw(self, sending: Sending) -> None:
        raise NotImplementedError

    def _act(self) -> None:
        if not self.go_on.isEnabled():
            return
        self.go_on.setEnabled(False)
        sending = Sending(self.shell.unlocked)

        def work() -> bool:
            self._withdraw(sending)
            return sending.enrolment is not None

        self.shell.tasks.database(work, self._noted, self.refused, owner=self)

    def _noted(self, is_enrolled: bool) -> None:
        self.accept()
        self._done()
        self.shell.messages.say(NOTED if is_enrolled else NOTED_ALONE)
        self.shell.send_soon()

    def refused(self, error: Exception) -> None:
        """Say why it cannot be."""
        self.reject()
        self.shell.messages.failure(error)


class WithdrawDialog(_Withdrawing):
    """The dirigeant's « non », later."""

    def __init__(
        self, shell: Shell, line: SendingLine, done: Callable[[], None], parent: QWidget
    ) -> None:
        waits = line.state is OutboxState.WAITING and line.tried_at is None
        what = "Elle n’est pas encore partie\u00a0: elle ne partira pas." if waits else FOR_GOOD
        super().__init__(
            "Retirer cette fiche de la région\u202f?",
            f"{line.company}\u00a0: la fiche sera effacée à la région, et l’accord noté comme retiré. "
            f"Le dossier reste ici, tel qu’il est. {what}",
            "Retirer la fiche",
            shell,
            done,
            parent,
        )
        assert line.interview_id is not None
        self._interview_id = line.interview_id
        self.go_on.setFocus()

    def _withdraw(self, sending: Sending) -> None:
        sending.withdraw(self._interview_id)


class WithdrawByCodeDialog(_Withdrawing):
    """Whoever sent it, from whatever laptop."""

    def __init__(self, shell: Shell, done: Callable[[], None], parent: QWidget) -> None:
        super().__init__(
            "Retirer par un code de suivi",
            "Le code est sur la feuille que le dirigeant garde. Il retire sa fiche, même envoyée d’un "
            f"autre ordinateur, et celles de ses suivis. {FOR_GOOD}",
            "Retirer",
            shell,
            done,
            parent,
        )
        self.code = LineField("Code de suivi")
        self.box = Labelled("Code de suivi", self.code, "17 signes, par groupes de quatre")
        self._typed = ""
        self.column.addWidget(self.box)
        self.code.textEdited.connect(lambda _t: self.box.show_error(""))
        self.code.returnPressed.connect(self._act)
        self.code.left.connect(self.reject)
        self.code.setFocus()

    def _act(self) -> None:
        self._typed = self.code.text()
        super()._act()

    def _withdraw(self, sending: Sending) -> None:
        sending.withdraw_by_code(self._typed)

    def refused(self, error: Exception) -> None:
        """A mistyped code is mended on the spot."""
        if not isinstance(error, KnownError):
            super().refused(error)
            return
        self.go_on.setEnabled(True)
        self.box.show_error(error.sentence)
        self.code.setFocus()

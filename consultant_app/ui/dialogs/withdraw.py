"""Taking back what was sent: from its row, or by the code on the dirigeant's sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from consultant_app.services.sending import Sending
from consultant_app.services.sent_lines import SendingLine
from consultant_app.storage.outbox import OutboxState
from consultant_app.ui.dialogs.asking import AskingToDo
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.fields import LineField

FOR_GOOD = "Ce qui est déjà publié ne peut pas être rappelé."
NOTED = "Le retrait est noté\u202f; il part dès qu’il y a un réseau."
NOTED_ALONE = "Le retrait est noté\u202f; il partira une fois cet ordinateur raccordé à la région."


class _Withdrawing(AskingToDo):
    """A sentence, what it does, one act; ``done`` is called once it is noted."""

    def __init__(
        self,
        shell: Shell,
        title: str,
        act: str,
        done: Callable[[], None],
        parent: QWidget,
        *,
        words: str,
    ) -> None:
        super().__init__(shell, title, act, parent, words=words)
        self._done = done
        self.cancel.setText("Ne rien retirer")
        self.go_on.clicked.connect(self._act)

    def _withdraw(self, sending: Sending) -> None:
        raise NotImplementedError

    def _act(self) -> None:
        if self.waits:
            return
        self.wait()
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


class WithdrawDialog(_Withdrawing):
    """The dirigeant's « non », later."""

    def __init__(
        self, shell: Shell, line: SendingLine, done: Callable[[], None], parent: QWidget
    ) -> None:
        waits = line.state is OutboxState.WAITING and line.tried_at is None
        what = "Elle n’est pas encore partie\u00a0: elle ne partira pas." if waits else FOR_GOOD
        words = (
            f"{line.company}\u00a0: la fiche sera effacée à la région, et l’accord noté comme retiré. "
            f"Le dossier reste ici, tel qu’il est. {what}"
        )
        title = "Retirer cette fiche de la région\u202f?"
        super().__init__(shell, title, "Retirer la fiche", done, parent, words=words)
        assert line.interview_id is not None
        self._interview_id = line.interview_id
        self.go_on.setFocus()

    def _withdraw(self, sending: Sending) -> None:
        sending.withdraw(self._interview_id)


class WithdrawByCodeDialog(_Withdrawing):
    """Whoever sent it, from whatever laptop."""

    def __init__(self, shell: Shell, done: Callable[[], None], parent: QWidget) -> None:
        words = (
            "Le code est sur la feuille que le dirigeant garde. Il retire sa fiche, même envoyée d’un "
            f"autre ordinateur, et celles de ses suivis. {FOR_GOOD}"
        )
        super().__init__(
            shell, "Retirer par un code de suivi", "Retirer", done, parent, words=words
        )
        self.code = LineField("Code de suivi")
        self.ask(self.code, "Code de suivi", "17 signes, par groupes de quatre")
        self._typed = ""
        self.code.returnPressed.connect(self._act)
        self.code.setFocus()

    def _act(self) -> None:
        self._typed = self.code.text()
        super()._act()

    def _withdraw(self, sending: Sending) -> None:
        sending.withdraw_by_code(self._typed)

"""The first opening: four columns, and the way through them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from consultant_app.domain.errors import KnownError
from consultant_app.services.files import write_bytes
from consultant_app.services.sample import load_sample
from consultant_app.ui.dialogs.places import ask_save
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.first_run.steps import CodeStep, ReadyStep, RestoreStep, WhoStep
from consultant_app.ui.printing import ask_and_print
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton, SecondaryButton


class FirstRunPage(Page):
    """Makes the profile, shows its recovery code once, offers the sample; or restores a backup."""

    route = Route.FIRST_RUN

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.who, self.code, self.ready, self.restore = (
            WhoStep(shell.tasks),
            CodeStep(),
            ReadyStep(),
            RestoreStep(shell.tasks),
        )
        self.make = PrimaryButton("Créer mes dossiers", trailing="right")
        self.confirm = PrimaryButton("Continuer", trailing="right")
        self.start = PrimaryButton("Commencer", trailing="right")
        self.sample = SecondaryButton("Voir les entreprises fictives")
        self.take_back = PrimaryButton("Reprendre cette sauvegarde")
        self.back = QuietButton("Revenir", leading="left")
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        for step in (self.who, self.code, self.ready, self.restore):
            self._stack.addWidget(step)
        self._connect()

    def heading(self) -> Heading:
        """The program's name."""
        return Heading("Diagnostic PME", "première ouverture")

    def actions_(self) -> tuple[Button, ...]:
        """The act of each step."""
        step = self._stack.currentWidget()
        if step is self.code:
            return (self.confirm,)
        if step is self.ready:
            return (self.sample, self.start)
        return (self.back, self.take_back) if step is self.restore else (self.make,)

    def enter(self, **params: str) -> None:
        """Begin with who is there."""
        self._go(self.who, self.who.name)

    def may_leave(self) -> bool:
        """The code is shown once: it is not left before it was copied."""
        if self._stack.currentWidget() is self.code and not self._confirmed:
            self.shell.messages.say(
                "Imprimez d’abord le code de secours, puis recopiez son troisième groupe\u00a0: il "
                "n’est montré qu’une fois.",
                Kind.ATTENTION,
            )
            return False
        return True

    def leave(self) -> None:
        """Nothing secret stays on the page."""
        self.who.passphrase.clear()
        self.restore.passphrase.clear()
        self.restore.new.clear()
        self.code.forget()

    def _connect(self) -> None:
        self.make.clicked.connect(self._create)
        self.who.passphrase.submitted.connect(self._create)
        self.who.restore_asked.connect(lambda: self._go(self.restore, self.restore.file))
        self.code.print_asked.connect(self._print)
        self.code.save_asked.connect(self._save)
        self.code.group.returnPressed.connect(self._confirm)
        self.confirm.clicked.connect(self._confirm)
        self.start.clicked.connect(self._start)
        self.sample.clicked.connect(self._load_sample)
        self.take_back.clicked.connect(self._restore)
        self.restore.submitted.connect(self._restore)
        self.back.clicked.connect(lambda: self._go(self.who, self.who.name))

    def _go(self, step: QWidget, focus: QWidget) -> None:
        self._stack.setCurrentWidget(step)
        self._wait(waiting=False)
        self.bars_changed.emit()
        focus.setFocus()

    def _create(self) -> None:
        if not self.make.isEnabled() or not self.who.check():
            return
        access = self.shell.access
        assert access is not None
        self._wait(waiting=True)
        access.create(
            self.who.passphrase.value,
            self.who.name.text(),
            self.who.organisation.text(),
            self._created,
            self._failed,
        )

    def _created(self, code: str) -> None:
        self.who.passphrase.clear()
        self._confirmed = False
        self.code.show_code(code)
        self._go(self.code, self.code.print)

    def _failed(self, error: Exception) -> None:
        self._wait(waiting=False)
        self.shell.messages.failure(error)

    def _with_sheet(self, use: Callable[[bytes], None]) -> None:
        """Draw the sheet in the background, then use it."""
        from consultant_app.restitution.sheets import recovery_sheet

        now = self.shell.unlocked.clock.now().astimezone()
        code, owner = self.code.code, self.who.name.text().strip()
        self.shell.tasks.long(lambda _job: recovery_sheet(code, now, owner=owner), use, owner=self)

    def _print(self) -> None:
        focus = self.code.group.setFocus
        name = "Code de secours"
        self._with_sheet(
            lambda sheet: ask_and_print(self, sheet, name, focus, kept=lambda _path: self._saved())
        )

    def _save(self) -> None:
        self._with_sheet(self._choose_place)

    def _choose_place(self, sheet: bytes) -> None:
        def save(path: Path) -> None:
            self.shell.tasks.long(
                lambda _job: write_bytes(path, sheet), lambda _n: self._saved(), owner=self
            )

        ask_save(self, "Enregistrer le code", "code-de-secours.pdf", "PDF (*.pdf)", save)

    def _saved(self) -> None:
        self.shell.messages.say(
            "Le code est enregistré, lisible par tous\u00a0: imprimez-le, puis effacez ce fichier.",
            Kind.ATTENTION,
        )
        self.code.group.setFocus()

    def _confirm(self) -> None:
        if self.code.check():
            self._confirmed = True
            self.code.forget()
            self._go(self.ready, self.start)

    def _start(self) -> None:
        assert self.shell.access is not None
        self.shell.access.enter()

    def _load_sample(self) -> None:
        workspace = self.shell.unlocked
        self._wait(waiting=True)
        self.shell.tasks.database(
            lambda: load_sample(workspace), lambda _n: self._start(), self._failed, owner=self
        )

    def _restore(self) -> None:
        wish = self.restore.wish() if self.take_back.isEnabled() else None
        access = self.shell.access
        if wish is None or access is None:
            return
        self.restore.show_refusal("")
        self._wait(waiting=True)
        access.restore(
            wish.file, passphrase=wish.passphrase, code=wish.code, failed=self._not_restored
        )

    def _not_restored(self, error: Exception) -> None:
        self._wait(waiting=False)
        if isinstance(error, KnownError):
            self.restore.show_refusal(error.sentence)
        else:
            self.shell.messages.failure(error)

    def _wait(self, *, waiting: bool) -> None:
        self._stack.setEnabled(not waiting)
        for button in (self.make, self.take_back, self.sample, self.start):
            button.setEnabled(not waiting)

    _confirmed = True

"""Taking a backup back over what is here: first what would change, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from consultant_app.domain.typography import capital, counted, french, plural
from consultant_app.services.restoring import RestorePreview
from consultant_app.ui.dialogs.asking import AskingToDo
from consultant_app.ui.messages import Kind
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import LineField, label
from consultant_app.ui.widgets.options import OptionsBar
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.scroll import page_scroll
from consultant_app.ui.widgets.secret import secret_field

#: File, passphrase, recovery code (one of the two is empty).
Wanted = Callable[[Path, str, str], None]


class TakeBackDialog(AskingToDo):
    """``wanted`` is called once the owner has seen what would change and still wants it."""

    def __init__(self, shell: Shell, file: Path, wanted: Wanted, parent: QWidget) -> None:
        super().__init__(
            shell,
            "Reprendre une sauvegarde",
            "Voir ce qui changerait",
            parent,
            words=f"«\u00a0{file.name}\u00a0» s’ouvre avec la phrase de passe que vous aviez le jour "
            "où elle a été faite, ou avec le code de secours imprimé alors.",
        )
        self._file, self._wanted = file, wanted
        self._seen = False
        self.means = OptionsBar(
            "Avec quoi l’ouvrir",
            [("passphrase", "Phrase de passe"), ("code", "Code de secours")],
        )
        self.column.addWidget(self.means)
        self.key = secret_field("Phrase de passe de la sauvegarde")
        self.box = self.ask(self.key, "Phrase de passe de la sauvegarde")
        self.code = LineField("Code de secours", "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self.code_box = self.ask(self.code, "Code de secours")
        self.means.chosen.connect(self._choose)
        for field in (self.key, self.code):
            field.returnPressed.connect(self._act)
        self.go_on.clicked.connect(self._act)
        self._choose("passphrase")

    def _choose(self, means: str) -> None:
        by_code = means == "code"
        self.means.show_choice(means)
        self.box.setVisible(not by_code)
        self.code_box.setVisible(by_code)
        self.about(*((self.code_box, self.code) if by_code else (self.box, self.key)))
        (self.code if by_code else self.key).setFocus()

    def _act(self) -> None:
        if self.waits:
            return
        by_code = self.means.choice == "code"
        code, passphrase = (self.code.text(), "") if by_code else ("", self.key.text())
        if self._seen:
            self.accept()
            self._wanted(self._file, passphrase, code)
            return
        self.wait()
        backups, file = self.shell.unlocked.backups, self._file
        self.shell.tasks.database(
            lambda: backups.compare(file, passphrase=passphrase, code=code),
            self._show,
            self.refused,
            owner=self,
        )

    def _show(self, preview: RestorePreview) -> None:
        """Say what would change, and let the way out have the focus where something is lost."""
        self.wait(waiting=False)
        self._seen = True
        for widget in (self.means, self.box, self.code_box):
            widget.hide()
        self.column.addWidget(label(preview.made, bold=True, wrap=True))
        if preview.lost:
            self.column.addWidget(Band(Kind.ATTENTION, _lost(preview.lost)))
        self.column.addWidget(page_scroll(_changes(preview), "Ce qui changerait"), 1)
        self.go_on.set_label("Reprendre cette sauvegarde", limit=400)
        self.cancel.set_label("Garder ce qui est ici", limit=400)
        self.resize(max(self.width(), 600), 480)
        (self.cancel if preview.lost else self.go_on).setFocus()


def _lost(count: int) -> str:
    words = counted(count, "dossier est plus récent", "dossiers sont plus récents")
    fate = plural(count, "son état d’ici serait mis", "leur état d’ici serait mis")
    return french(f"{capital(words)} sur cet ordinateur : {fate} de côté.")


def _changes(preview: RestorePreview) -> QWidget:
    content = QWidget()
    column = Column(content, margin=4, top=4, spacing=6)
    if not preview.changes:
        column.put(label("Rien ne changerait\u00a0: tout y est, tel qu’ici.", wrap=True))
    for company, verdict in preview.changes:
        column.put(label(f"{company}\u00a0: {verdict}", wrap=True))
    column.addStretch(1)
    return content

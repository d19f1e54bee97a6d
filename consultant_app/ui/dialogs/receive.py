"""Taking in a file from outside: a colleague's sealed dossier, or a plain file of interviews."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from consultant_app.domain.typography import capital, counted
from consultant_app.services.importing import Importing, ImportReport
from consultant_app.services.transfer import Choice, Incoming, Taken, Transfer
from consultant_app.ui.dialogs.asking import AskingToDo
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Route
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.fields import LineField, label
from consultant_app.ui.widgets.segmented import Segmented


class _Taking(AskingToDo):
    """A question, what it told, one act."""

    def __init__(self, title: str, words: str, act: str, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, title, act, parent, words=words)
        self.told = label("", tone="2", wrap=True)

    def finished_well(self, sentence: str, kind: Kind = Kind.INFO) -> None:
        """Close, show the dossiers anew and say what was done."""
        self.accept()
        current = self.shell.navigator.current
        if current is not None and current.route is Route.HOME:
            self.shell.go(Route.HOME)
        self.shell.messages.say(sentence, kind)


class ReceiveDialog(_Taking):
    """A colleague's dossier: its code, what it would bring, and what to keep where both differ."""

    def __init__(self, shell: Shell, path: Path, parent: QWidget) -> None:
        super().__init__(
            "Un collègue vous transmet un dossier.",
            f"«\u00a0{path.name}\u00a0» s’ouvre avec le code qu’il vous a dit par téléphone.",
            "Regarder ce qu’il contient",
            shell,
            parent,
        )
        self._path, self._transfer = path, Transfer(shell.unlocked)
        self._incoming: Incoming | None = None
        self.code = LineField("Code du dossier")
        self.box = self.ask(self.code, "Code du dossier")
        self.choice = Segmented(
            "Là où les deux diffèrent",
            [
                (Choice.MINE.value, "Garder le mien", ""),
                (Choice.THEIRS.value, "Prendre le sien", ""),
                (Choice.BOTH.value, "Garder les deux", ""),
            ],
        )
        self._chosen = Choice.MINE
        self.choice.hide()
        self.column.addWidget(self.choice)
        self.column.addWidget(self.told)
        self.code.returnPressed.connect(self._act)
        self.choice.chosen.connect(self._choose)
        self.go_on.clicked.connect(self._act)
        self.code.setFocus()

    def _act(self) -> None:
        if self.waits:
            return
        self.wait()
        transfer, path, code = self._transfer, self._path, self.code.text()
        if self._incoming is None:
            self.shell.tasks.database(
                lambda: transfer.read(path, code), self._show, self.refused, owner=self
            )
            return
        incoming, chosen = self._incoming, self._chosen
        choices = dict.fromkeys(incoming.to_decide, chosen)
        self.shell.tasks.database(
            lambda: transfer.take(incoming, choices, company=chosen),
            self._done,
            self.refused,
            owner=self,
        )

    def _show(self, incoming: Incoming) -> None:
        self.wait(waiting=False)
        self._incoming = incoming
        lines = [f"{incoming.company.name}\u00a0:", *(a.sentence for a in incoming.interviews)]
        self.told.setText("\n".join(lines))
        self.box.setEnabled(False)
        self.choice.setVisible(bool(incoming.to_decide))
        self._choose(Choice.MINE.value)
        self.go_on.set_label("Prendre ce dossier", limit=400)
        self.go_on.setFocus()

    def _choose(self, code: str) -> None:
        self._chosen = Choice(code)
        self.choice.show_choice(code)

    def _done(self, taken: Taken) -> None:
        parts = [
            (taken.added, "entretien ajouté", "entretiens ajoutés"),
            (taken.replaced, "remplacé", "remplacés"),
            (taken.kept, "laissé tel quel", "laissés tels quels"),
        ]
        words = ", ".join(counted(n, one, many) for n, one, many in parts if n)
        self.finished_well(f"Le dossier est dans votre liste\u00a0: {words}.")


class ImportDialog(_Taking):
    """Interviews in a plain file, as « Exporter » or a spreadsheet writes them."""

    def __init__(self, shell: Shell, path: Path, parent: QWidget) -> None:
        super().__init__(
            "Reprendre les entretiens de ce fichier\u202f?",
            f"«\u00a0{path.name}\u00a0» sera lu, et ses entretiens ajoutés à votre liste. Ce qui est "
            "déjà ici n’est pas remplacé.",
            "Reprendre ces entretiens",
            shell,
            parent,
        )
        self._path, self._importing = path, Importing(shell.unlocked)
        self.go_on.clicked.connect(self._act)
        self.go_on.setFocus()

    def _act(self) -> None:
        self.wait()
        importing, path = self._importing, self._path
        self.shell.tasks.database(
            lambda: importing.file(path), self._done, self.refused, owner=self
        )

    def _done(self, report: ImportReport) -> None:
        words = counted(report.imported, "entretien repris", "entretiens repris")
        if not report.rejected:
            self.finished_well(capital(f"{words}."))
            return
        first = report.rejected[0]
        refused = counted(len(report.rejected), "refusé", "refusés")
        self.finished_well(
            f"{capital(words)}, {refused}. Le premier, ligne {first.row}\u00a0: {first.message}",
            Kind.ATTENTION,
        )

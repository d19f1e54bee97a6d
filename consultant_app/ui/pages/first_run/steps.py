"""What is asked at the first opening, one column after the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from consultant_app.domain.codes import RECOVERY, BadCodeError, read_code
from consultant_app.ui import fonts
from consultant_app.ui.dialogs.places import BACKUPS, ask_file
from consultant_app.ui.messages import Kind
from consultant_app.ui.tasks import Tasks
from consultant_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consultant_app.ui.widgets.centre import CentredColumn
from consultant_app.ui.widgets.fields import Labelled, LineField, label
from consultant_app.ui.widgets.options import OptionsBar
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.secret import NewPassphrase, secret_field


class WhoStep(CentredColumn):
    """Name, organisation, passphrase."""

    restore_asked = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(
            "Bienvenue. Deux minutes, et vous êtes prêt.",
            "Vos dossiers seront chiffrés sur cet ordinateur. Rien ne part sur internet.",
        )
        self.name = LineField("Votre nom")
        self.name_box = Labelled("Votre nom", self.name, "Il figure sur la restitution.")
        self.organisation = LineField("Votre organisme")
        self.passphrase = NewPassphrase(tasks)
        restore = LinkButton("Reprendre une sauvegarde")
        restore.clicked.connect(self.restore_asked)
        organisation = Labelled("Votre organisme (facultatif)", self.organisation)
        self.column.put(self.name_box, organisation, self.passphrase, restore)
        self.column.addStretch(1)
        self.name.textEdited.connect(lambda _t: self.name_box.show_error(""))
        self.name.returnPressed.connect(self.organisation.setFocus)
        self.organisation.returnPressed.connect(self.passphrase.first.setFocus)

    def check(self) -> bool:
        """Say what is missing, if anything, and put the focus there."""
        if not self.name.text().strip():
            self.name_box.show_error("Écrivez votre nom\u00a0: il figure sur la restitution.")
            self.name.setFocus()
            return False
        return self.passphrase.check()


class CodeStep(CentredColumn):
    """The recovery code, shown once: print it, then copy one group back."""

    print_asked = Signal()
    save_asked = Signal()
    GROUP = 3

    def __init__(self) -> None:
        super().__init__(
            "Imprimez votre code de secours.",
            "Si vous oubliez la phrase de passe, lui seul rouvrira vos dossiers\u00a0: personne "
            "d’autre ne le peut, pas même la région. Il n’est montré qu’une fois.",
        )
        self._code = ""
        self.code_label = label("", px=20, bold=True)
        self.code_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.print = SecondaryButton("Imprimer", leading="printer")
        self.save = SecondaryButton("Enregistrer en PDF", leading="save")
        self.print.clicked.connect(self.print_asked)
        self.save.clicked.connect(self.save_asked)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.setContentsMargins(4, 8, 4, 8)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addStretch(1)
        self.group = LineField("Le troisième groupe de quatre signes", "XXXX")
        self.group.setMaximumWidth(160)
        self.group.setFont(fonts.sans(16))
        self.group_box = Labelled(
            "Pour vérifier, recopiez le troisième groupe", self.group, "Depuis votre feuille."
        )
        self.column.put(self.code_label)
        self.column.addLayout(row)
        self.column.put(self.group_box)
        self.column.addStretch(1)
        self.group.textEdited.connect(lambda _t: self.group_box.show_error(""))

    @property
    def code(self) -> str:
        """The code as it is printed."""
        return self._code

    def show_code(self, code: str) -> None:
        """Show the code of the profile just made."""
        self._code = code
        groups = code.split("-")
        self.code_label.setText("  ".join(groups[:4]) + "\n" + "  ".join(groups[4:]))
        self.code_label.setAccessibleName(f"Code de secours\u00a0: {' '.join(groups)}")
        self.group.clear()

    def forget(self) -> None:
        """The code is shown once."""
        self._code = ""
        self.code_label.clear()
        self.code_label.setAccessibleName("")
        self.group.clear()

    def check(self) -> bool:
        """Whether the group was copied rightly (small letters and look-alikes are forgiven)."""
        typed = self.group.text().strip().upper().translate(str.maketrans("OIL", "011"))
        if typed == self._code.split("-")[self.GROUP - 1]:
            return True
        self.group_box.show_error("Ce n’est pas ce groupe\u00a0: relisez le troisième, en gras.")
        self.group.setFocus()
        self.group.selectAll()
        return False


class ReadyStep(CentredColumn):
    """All is ready: the sample, or one's own first dossier."""

    def __init__(self) -> None:
        super().__init__(
            "Tout est prêt.",
            "Pour voir le programme en une minute, ouvrez douze entreprises fictives à toutes les "
            "étapes\u202f; elles s’effacent comme des dossiers ordinaires. Ou commencez par votre "
            "premier dossier.",
        )
        self.column.addStretch(1)


@dataclass(frozen=True, slots=True)
class RestoreWish:
    """What the restore step gathered. With ``code``, ``passphrase`` is the new one."""

    file: Path
    passphrase: str
    code: str


class RestoreStep(CentredColumn):
    """A backup, and what opens it."""

    submitted = Signal()

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(
            "Reprenez vos dossiers depuis une sauvegarde.",
            "Elle s’ouvre avec la phrase de passe que vous aviez alors, ou avec le code de secours "
            "imprimé.",
        )
        self.file = LineField("Fichier de sauvegarde")
        self.file_box = Labelled("Fichier de sauvegarde", self.file)
        self.choose = SecondaryButton("Choisir le fichier…")
        self.means = OptionsBar(
            "Avec quoi l’ouvrir",
            [("passphrase", "Phrase de passe"), ("code", "Code de secours")],
        )
        self.passphrase = secret_field("Phrase de passe de la sauvegarde")
        self.passphrase_box = Labelled("Phrase de passe de la sauvegarde", self.passphrase)
        self.code = LineField("Code de secours", "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self.code_box = Labelled("Code de secours", self.code)
        self.new = NewPassphrase(tasks, "Nouvelle phrase de passe")
        self.refused = Band(Kind.ERROR)
        self.refused.hide()
        self.column.put(self.refused, self.file_box, self.choose, self.means)
        self.column.put(self.passphrase_box, self.code_box, self.new)
        self.column.addStretch(1)
        self._connect()
        self.show_means("passphrase")

    def _connect(self) -> None:
        self.choose.clicked.connect(
            lambda: ask_file(
                self, "Choisir une sauvegarde", BACKUPS, lambda p: self.file.setText(str(p))
            )
        )
        self.means.chosen.connect(self.show_means)
        self.passphrase.returnPressed.connect(self.submitted)
        self.new.submitted.connect(self.submitted)
        self.file.textChanged.connect(lambda _t: self.file_box.show_error(""))
        self.code.textEdited.connect(lambda _t: self.code_box.show_error(""))

    def show_means(self, means: str) -> None:
        """Ask for the passphrase, or for the code and a new passphrase."""
        by_code = means == "code"
        self.means.show_choice(means)
        self.passphrase_box.setVisible(not by_code)
        self.code_box.setVisible(by_code)
        self.new.setVisible(by_code)

    def wish(self) -> RestoreWish | None:
        """Return what was asked, or None after saying what is missing."""
        file = Path(self.file.text().strip()).expanduser()
        if not self.file.text().strip() or not file.is_file():
            self.file_box.show_error("Choisissez le fichier de la sauvegarde.")
            self.file.setFocus()
            return None
        if self.means.choice == "passphrase":
            return RestoreWish(file, self.passphrase.text(), "")
        try:
            read_code(RECOVERY, self.code.text())
        except BadCodeError as error:
            self.code_box.show_error(error.sentence)
            self.code.setFocus()
            return None
        return RestoreWish(file, self.new.value, self.code.text()) if self.new.check() else None

    def show_refusal(self, sentence: str) -> None:
        """Say why the backup was not taken back ("" hides it)."""
        self.refused.set_text(sentence)
        self.refused.setVisible(bool(sentence))

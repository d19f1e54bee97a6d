"""« Région »: where this laptop sends, who answers there, what it gave; enrolment and packages."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from consultant_app.domain.typography import date_long, french
from consultant_app.services.files import read_bytes
from consultant_app.services.packages import Installed, PackageInstaller
from consultant_app.services.region import RegionCard, region_card
from consultant_app.services.sync_schedule import is_automatic, set_automatic
from consultant_app.services.workspace import Workspace
from consultant_app.ui.dialogs.enrol import EnrolDialog
from consultant_app.ui.dialogs.places import ask_file
from consultant_app.ui.dialogs.record import TextsDialog
from consultant_app.ui.navigation import Route
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consultant_app.ui.widgets.checkbox import CheckBox
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label

ALONE = (
    "Cet ordinateur n’est raccordé à aucune région. La vôtre vous donne une adresse et un code\u202f; "
    "d’ici là, tout fonctionne et rien ne part."
)
PACKAGES, REGIONS = "Paquets de la région (*.paquet *.json)", "Configuration (*.json)"


class RegionPart(QWidget):
    """A section of the settings."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._card = RegionCard()
        self.setProperty("roomy", True)  # noqa: FBT003 - Qt
        self.told = label("", tone="2", wrap=True)
        self._facts = Column(spacing=4)
        self.texts = LinkButton("Lire les textes de la région")
        self.by_itself = CheckBox("Envoyer tout seul dès qu’il y a un réseau")
        self.enrol = SecondaryButton("Raccorder à la région…", leading="up_arrow")
        self.sent = SecondaryButton("Voir ce qui est parti", leading="list")
        self.package = SecondaryButton("Installer un paquet…", leading="file")
        self.trust = SecondaryButton("Prendre la configuration dans un fichier…", leading="file")
        column = Column(self, spacing=10)
        column.put(self.told)
        column.addLayout(self._facts)
        column.put(self.texts, self.by_itself)
        for button in (self.enrol, self.sent, self.package, self.trust):
            column.put(button, at_left=True)
        self._connect()

    def read(self) -> None:
        """Read what is known of the région."""
        workspace = self.shell.unlocked
        self.shell.tasks.database(
            lambda: (region_card(workspace), is_automatic(workspace)),
            lambda told: self.show_card(*told),
            owner=self,
        )

    def show_card(self, card: RegionCard, automatic: bool) -> None:
        """Show it."""
        self._card = card
        self.told.setText(_told(card))
        clear(self._facts)
        known = card.facts if card.is_enrolled or card.name or card.controller else []
        for title, value in known:
            self._facts.put(label(french(f"{title} : {value}"), wrap=True))
        self.texts.setVisible(bool(card.texts))
        self.by_itself.setVisible(card.is_enrolled)
        self.by_itself.setChecked(automatic)
        words = "Raccorder autrement…" if card.is_enrolled else "Raccorder à la région…"
        self.enrol.setText(words)
        self.enrol.updateGeometry()

    def _connect(self) -> None:
        self.enrol.clicked.connect(lambda: EnrolDialog(self.shell, self.read, self).open())
        self.sent.clicked.connect(lambda: self.shell.go(Route.SENT))
        self.texts.clicked.connect(lambda: TextsDialog(self._card.texts, self).open())
        self.by_itself.clicked.connect(self._choose_automatic)
        self.package.clicked.connect(
            lambda: ask_file(self, "Installer un paquet", PACKAGES, self.install)
        )
        self.trust.clicked.connect(
            lambda: ask_file(self, "Prendre la configuration", REGIONS, self.take_region)
        )

    def _choose_automatic(self, on: bool) -> None:
        workspace = self.shell.unlocked
        self.shell.tasks.database(lambda: set_automatic(workspace, on=on), owner=self)
        if self.shell.syncing is not None:
            self.shell.syncing.look()

    def install(self, path: Path) -> None:
        """Install a signed package brought by hand."""
        workspace = self.shell.unlocked

        def work() -> Installed:
            return PackageInstaller(workspace).install(read_bytes(path))

        self.shell.tasks.database(
            work, lambda done: self.shell.messages.say(done.sentence), owner=self
        )

    def take_region(self, path: Path) -> None:
        """Take the région's particulars and keys from a file."""
        workspace = self.shell.unlocked

        def taken(name: str) -> None:
            self.read()
            who = f"«\u00a0{name}\u00a0»" if name else "la région"
            self.shell.messages.say(f"La configuration de {who} est prise.")

        self.shell.tasks.database(lambda: _take(workspace, path), taken, owner=self)


def _take(workspace: Workspace, path: Path) -> str:
    return PackageInstaller(workspace).take_region(read_bytes(path))


def _told(card: RegionCard) -> str:
    if not card.is_enrolled or card.since is None:
        return ALONE
    day = date_long(card.since.astimezone().date())
    return f"Raccordé à {card.host} depuis le {day}, sous le nom «\u00a0{card.label}\u00a0»."

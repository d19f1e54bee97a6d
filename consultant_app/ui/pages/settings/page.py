"""Preferences, backups, the région, the passphrase, the printed code, licences."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from consultant_app.services.keeping import Keeping
from consultant_app.services.licences import libraries
from consultant_app.services.locking import IDLE_CHOICES, idle_time, set_idle_time
from consultant_app.ui import fonts, theme
from consultant_app.ui.composition import SCHEME_KEY
from consultant_app.ui.dialogs.about import AboutDialog
from consultant_app.ui.dialogs.passphrase import ChangePassphraseDialog, NewCodeDialog
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.settings.backups import BackupsPart
from consultant_app.ui.pages.settings.region import RegionPart
from consultant_app.ui.shell import Shell
from consultant_app.ui.theme import Scheme
from consultant_app.ui.widgets.buttons import Button, PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.options import OptionsBar
from consultant_app.ui.widgets.scroll import page_scroll
from consultant_app.ui.widgets.text import Paragraph

BACKUPS = (
    "Chaque jour, une sauvegarde chiffrée est faite sur cet ordinateur. Gardez-en une ailleurs\u00a0: "
    "elle rouvre vos dossiers si l’ordinateur est perdu."
)


class SettingsPage(Page):
    """A few short sections."""

    route = Route.SETTINGS

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.scheme = OptionsBar(
            "Apparence",
            [("system", "Comme l’ordinateur"), ("light", "Claire"), ("dark", "Sombre")],
        )
        self.idle = OptionsBar(
            "Verrouiller sans activité après", [(str(m), f"{m}\u00a0min") for m in IDLE_CHOICES]
        )
        self.backups = BackupsPart(shell)
        self.region = RegionPart(shell)
        self.passphrase = SecondaryButton("Changer la phrase de passe…", leading="lock")
        self.code = SecondaryButton("Imprimer un nouveau code de secours…", leading="key")
        self.about = SecondaryButton("À propos, licences…", leading="info")
        self.back = PrimaryButton("Revenir aux dossiers", leading="left")
        self._build()
        self._connect()

    def heading(self) -> Heading:
        """The program's name."""
        return Heading("Réglages")

    def actions_(self) -> tuple[Button, ...]:
        """Back."""
        return (self.back,)

    def enter(self, **params: str) -> None:
        """Show what is set; ``part`` names what takes the focus."""
        workspace = self.shell.unlocked
        self.scheme.show_choice(theme.chosen().value)
        self.backups.read()
        self.region.read()
        self.shell.tasks.database(
            lambda: idle_time(workspace),
            lambda idle: self.idle.show_choice(str(idle // timedelta(minutes=1))),
            owner=self,
        )
        chosen = next(s for s in self.scheme.segments if s.isChecked())
        parts = {"backup": self.backups.first, "region": self.region.enrol}
        parts.get(params.get("part", ""), chosen).setFocus()

    def _build(self) -> None:
        content = QWidget()
        content.setMaximumWidth(760)
        column = Column(content, margin=40, top=24, spacing=10)
        column.put(Paragraph("Réglages", fonts.serif(30), 39))
        self._section(column, "Apparence", "", self.scheme)
        self._section(column, "Sauvegardes", BACKUPS, self.backups)
        self._section(column, "Région", "", self.region)
        locking = "Pendant un entretien, les fenêtres se masquent seulement."
        self._section(column, "Verrouiller sans activité après", locking, self.idle)
        keys = "Le nouveau code remplace celui que vous avez imprimé."
        title = "Phrase de passe et code de secours"
        self._section(column, title, keys, self.passphrase, self.code)
        self._section(column, "Ce programme", "", self.about)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page_scroll(content))

    def _section(self, column: Column, title: str, words: str, *widgets: QWidget) -> None:
        column.addSpacing(12)
        column.put(label(title, px=15, bold=True))
        if words:
            column.put(label(words, tone="2", wrap=True))
        for widget in widgets:
            column.put(widget, at_left=isinstance(widget, Button | OptionsBar))

    def _connect(self) -> None:
        self.scheme.chosen.connect(self._dress)
        self.idle.chosen.connect(self._choose_idle)
        self.passphrase.clicked.connect(self._change_passphrase)
        self.code.clicked.connect(self._new_code)
        self.about.clicked.connect(self._show_about)
        self.back.clicked.connect(lambda: self.shell.go(Route.HOME))

    def _dress(self, code: str) -> None:
        self.scheme.show_choice(code)
        theme.choose(Scheme(code))
        self.shell.remember(SCHEME_KEY, code)

    def _choose_idle(self, code: str) -> None:
        self.idle.show_choice(code)
        workspace, minutes = self.shell.unlocked, int(code)
        self.shell.tasks.database(lambda: set_idle_time(workspace, minutes), owner=self)
        self.shell.idle_changed(timedelta(minutes=minutes))

    def _show_about(self) -> None:
        self.shell.tasks.long(
            lambda _job: libraries(),
            lambda found: AboutDialog(found, self).open(),
            owner=self,
        )

    def _change_passphrase(self) -> None:
        ChangePassphraseDialog(self.shell, Keeping(self.shell.unlocked), self).open()

    def _new_code(self) -> None:
        NewCodeDialog(self.shell, Keeping(self.shell.unlocked), self).open()

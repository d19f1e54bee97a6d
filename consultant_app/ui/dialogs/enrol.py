"""Raccorder cet ordinateur: the région's address and a one-time code, then who answers there."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtWidgets import QWidget

from consultant_app.domain.typography import french
from consultant_app.services.region import RegionCard, pasted_code, region_card
from consultant_app.services.sending import Sending, hurried
from consultant_app.sharing.errors import SharingError
from consultant_app.ui.dialogs.asking import AskingToDo
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.fields import LineField, label

WORDS = (
    "La région vous donne une adresse et un code qui sert une seule fois, dans les dix minutes. "
    "Seules les fiches acceptées partiront, jamais les dossiers."
)
TITLE = "Raccorder cet ordinateur à la région"
#: What points at the address, or at the network on the way to it; the rest points at the code.
_ADDRESS = {"insecure", "unreachable", "busy", "fault"}


class EnrolDialog(AskingToDo):
    """``done`` is called once this laptop has its place."""

    def __init__(self, shell: Shell, done: Callable[[], None], parent: QWidget) -> None:
        super().__init__(shell, TITLE, "Raccorder", parent)
        self._done = done
        self._stop: Event | None = None
        self.words = label(WORDS, tone="2", wrap=True)
        self.column.addWidget(self.words)
        self.server = LineField("Adresse de la région", "https://")
        self.server_box = self.ask(self.server, "Adresse de la région")
        self.code = LineField("Code à usage unique")
        self.code_box = self.ask(self.code, "Code à usage unique", "16 lettres et chiffres")
        self.told = label("La région est interrogée…", tone="2", wrap=True)
        self.column.addWidget(self.told)
        self.told.hide()
        self.server.returnPressed.connect(self.code.setFocus)
        self.code.returnPressed.connect(self._ask)
        self.go_on.clicked.connect(self._ask)
        self.server.setFocus()

    def reject(self) -> None:
        """Whoever leaves meanwhile is not called back; a place that is given is kept all the same."""
        if self._stop is not None:
            self._stop.set()
        super().reject()

    def wait(self, *, waiting: bool = True) -> None:
        """Say that the région is being asked; only leaving is possible meanwhile."""
        super().wait(waiting=waiting)
        self.told.setVisible(waiting)
        if waiting:
            self.cancel.setFocus()
        for field in (self.server, self.code):
            field.setEnabled(not waiting)

    def refused(self, error: Exception) -> None:
        """Say why beside the field that it is about."""
        self._stop = None
        at_address = isinstance(error, SharingError) and error.reason in _ADDRESS
        if at_address:
            self.about(self.server_box, self.server)
        else:
            self.about(self.code_box, self.code)
        super().refused(error)

    def _ask(self) -> None:
        server, code = self.server.text().strip(), pasted_code(self.code.text())
        if self._stop is not None or not self._is_filled(server, code):
            return
        workspace = self.shell.unlocked
        self._stop = stop = Event()
        self.wait()

        def work(_job: object) -> RegionCard:
            Sending(workspace, patience=hurried).enrol(server, code, cancelled=stop)
            return region_card(workspace)

        self.shell.tasks.network(work, self._show, self.refused, owner=self)

    def _is_filled(self, server: str, code: str) -> bool:
        if not server:
            self.server_box.show_error("Écrivez l’adresse que la région vous a donnée.")
            self.server.setFocus()
        elif not code:
            self.code_box.show_error("Écrivez le code que la région vous a donné.")
            self.code.setFocus()
        return bool(server and code)

    def _show(self, card: RegionCard) -> None:
        """It is done: say with whom."""
        self._stop = None
        name = card.name or card.host
        told = f"Cet ordinateur est raccordé. Pour {name}, il s’appelle « {card.label} »."
        self.words.setText(french(f"{told} Les fiches acceptées partent d’elles-mêmes."))
        for widget in (self.server_box, self.code_box, self.told, self.cancel):
            widget.hide()
        for title, value in card.facts:
            self.column.addWidget(label(french(f"{title} : {value}"), wrap=True))
        if card.texts:
            names = " et ".join(f"« {title} »" for title, _text in card.texts)
            words = f"Textes reçus : {names}. Ils se lisent dans les réglages."
            self.column.addWidget(label(french(words), wrap=True))
        self.go_on.setEnabled(True)
        self.go_on.setText("Fermer")
        self.go_on.clicked.disconnect()
        self.go_on.clicked.connect(self.accept)
        self.go_on.setFocus()
        self._done()
        self.shell.send_soon()

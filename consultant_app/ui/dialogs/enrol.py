"""Raccorder cet ordinateur: the région's address and a one-time code, then who answers there."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.errors import KnownError
from consultant_app.domain.typography import french
from consultant_app.services.region import RegionCard, pasted_code, region_card
from consultant_app.services.sending import Sending, hurried
from consultant_app.sharing.errors import SharingError
from consultant_app.ui import fonts
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import Labelled, LineField, label
from consultant_app.ui.widgets.text import Paragraph

WORDS = (
    "La région vous donne une adresse et un code qui sert une seule fois, dans les dix minutes. "
    "Seules les fiches acceptées partiront, jamais les dossiers."
)
#: What points at the address, or at the network on the way to it; the rest points at the code.
_ADDRESS = {"insecure", "unreachable", "busy", "fault"}


class EnrolDialog(QDialog):
    """``done`` is called once this laptop has its place."""

    def __init__(self, shell: Shell, done: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.shell, self._done = shell, done
        self._stop: Event | None = None
        self.setWindowTitle("Raccorder cet ordinateur à la région")
        self.setAccessibleName("Raccorder cet ordinateur à la région")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(540)
        self.title = Paragraph("Raccorder cet ordinateur à la région", fonts.serif(24), 32)
        self.words = label(WORDS, tone="2", wrap=True)
        self.server = LineField("Adresse de la région", "https://")
        self.server_box = Labelled("Adresse de la région", self.server)
        self.code = LineField("Code à usage unique")
        self.code_box = Labelled("Code à usage unique", self.code, "16 lettres et chiffres")
        self.told = label("", tone="2", wrap=True)
        self.go_on = PrimaryButton("Raccorder")
        self.cancel = SecondaryButton("Annuler")
        self._build()
        self._connect()

    def reject(self) -> None:
        """Whoever leaves meanwhile is not called back; a place that is given is kept all the same."""
        if self._stop is not None:
            self._stop.set()
        super().reject()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(12)
        for widget in (self.title, self.words, self.server_box, self.code_box, self.told):
            layout.addWidget(widget)
        self.told.hide()
        self._facts = Column()
        layout.addLayout(self._facts)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.go_on)
        layout.addLayout(row)
        self.server.setFocus()

    def _connect(self) -> None:
        for box, field in ((self.server_box, self.server), (self.code_box, self.code)):
            field.textEdited.connect(lambda _text, box=box: box.show_error(""))
            field.left.connect(self.reject)
        self.server.returnPressed.connect(self.code.setFocus)
        self.code.returnPressed.connect(self._ask)
        self.go_on.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.reject)

    def _ask(self) -> None:
        server, code = self.server.text().strip(), pasted_code(self.code.text())
        if self._stop is not None or not self._is_filled(server, code):
            return
        workspace = self.shell.unlocked
        self._stop = stop = Event()
        self._wait(waiting=True)

        def work(_job: object) -> RegionCard:
            Sending(workspace, patience=hurried).enrol(server, code, cancelled=stop)
            return region_card(workspace)

        self.shell.tasks.network(work, self._show, self._refused, owner=self)

    def _is_filled(self, server: str, code: str) -> bool:
        if not server:
            self.server_box.show_error("Écrivez l’adresse que la région vous a donnée.")
            self.server.setFocus()
        elif not code:
            self.code_box.show_error("Écrivez le code que la région vous a donné.")
            self.code.setFocus()
        return bool(server and code)

    def _wait(self, *, waiting: bool) -> None:
        self.told.setText("La région est interrogée…" if waiting else "")
        self.told.setVisible(waiting)
        self.go_on.setEnabled(not waiting)
        if waiting:
            self.cancel.setFocus()
        for field in (self.server, self.code):
            field.setEnabled(not waiting)

    def _show(self, card: RegionCard) -> None:
        """It is done: say with whom."""
        self._stop = None
        self.title.set_text("Cet ordinateur est raccordé.")
        name = card.name or card.host
        self.words.setText(
            french(f"Pour {name}, il s’appelle « {card.label} ». Les fiches partent d’elles-mêmes.")
        )
        for widget in (self.server_box, self.code_box, self.told, self.cancel):
            widget.hide()
        for title, value in card.facts:
            self._facts.put(label(french(f"{title} : {value}"), wrap=True))
        if card.texts:
            names = " et ".join(f"« {title} »" for title, _text in card.texts)
            words = f"Textes reçus : {names}. Ils se lisent dans les réglages."
            self._facts.put(label(french(words), wrap=True))
        self.go_on.setEnabled(True)
        self.go_on.setText("Fermer")
        self.go_on.clicked.disconnect()
        self.go_on.clicked.connect(self.accept)
        self.go_on.setFocus()
        self._done()
        self.shell.send_soon()

    def _refused(self, error: Exception) -> None:
        self._stop = None
        self._wait(waiting=False)
        if not isinstance(error, KnownError):
            self.reject()
            self.shell.messages.failure(error)
            return
        at_address = isinstance(error, SharingError) and error.reason in _ADDRESS
        box, field = (self.server_box, self.server) if at_address else (self.code_box, self.code)
        box.show_error(error.sentence)
        field.setFocus()
        field.selectAll()

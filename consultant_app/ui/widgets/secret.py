"""A new passphrase: typed twice, with its strength; the words can be shown while typing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from consultant_app.services.passphrases import measure, propose
from consultant_app.services.workspace import SystemIds
from consultant_app.ui.tasks import Tasks
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.checkbox import CheckBox
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import Labelled, LineField
from consultant_app.ui.widgets.strength import StrengthMeter

#: Below this a passphrase is refused; above, the meter advises and people decide.
LEAST_BITS = 40.0


def secret_field(name: str) -> LineField:
    """Return a field that hides what is typed in it."""
    field = LineField(name)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    )
    return field


class NewPassphrase(QWidget):
    """Two fields that must agree. ``submitted``: Enter in the second."""

    submitted = Signal()

    def __init__(self, tasks: Tasks, title: str = "Phrase de passe") -> None:
        super().__init__()
        self.first = secret_field(title)
        self.second = secret_field("La même, une seconde fois")
        self.meter = StrengthMeter(tasks)
        self.offer = LinkButton("Proposer sept mots au hasard")
        self._first_box = Labelled(title, self.first)
        self._second_box = Labelled("La même, une seconde fois", self.second)
        self.reveal = CheckBox("Montrer ce que j’écris")
        self.setProperty("roomy", "yes")
        layout = Column(self)
        layout.put(self._first_box, self.meter, self.offer, self._second_box, self.reveal)
        self.offer.clicked.connect(lambda: self.propose(propose(SystemIds())))
        self.first.textChanged.connect(self.meter.follow)
        self.first.textChanged.connect(lambda _t: self._first_box.show_error(""))
        self.second.textChanged.connect(lambda _t: self._second_box.show_error(""))
        self.first.returnPressed.connect(self.second.setFocus)
        self.second.returnPressed.connect(self.submitted)
        self.reveal.toggled.connect(self._reveal)

    @property
    def value(self) -> str:
        """The passphrase as typed first."""
        return self.first.text()

    def propose(self, passphrase: str) -> None:
        """Write a passphrase drawn at random, in clear, so that it can be learnt."""
        self.reveal.setChecked(True)
        self.first.setText(passphrase)
        self.second.clear()
        self.second.setFocus()

    def check(self) -> bool:
        """Say what is wrong, if anything, and put the focus there."""
        fault = self._fault()
        if fault:
            self._first_box.show_error(fault)
            self.first.setFocus()
            return False
        if self.second.text() != self.value:
            self._second_box.show_error(
                "Les deux ne sont pas pareilles\u00a0: recopiez-la encore une fois."
            )
            self.second.setFocus()
            return False
        return True

    def _fault(self) -> str:
        if not self.value.strip():
            return "Écrivez une phrase de passe."
        if measure(self.value).bits < LEAST_BITS:
            return "Elle se devine trop facilement\u00a0: ajoutez des mots."
        return ""

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.first, self.second):
            field.clear()
        self.reveal.setChecked(False)

    def _reveal(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        for field in (self.first, self.second):
            field.setEchoMode(mode)

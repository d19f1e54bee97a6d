"""The dirigeant's answer: never ticked beforehand, asked apart, signed, with or without a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.codes import show_code
from consultant_app.domain.interview import Interview, State
from consultant_app.domain.legal_texts import AgreementText
from consultant_app.domain.typography import date_long, french
from consultant_app.ui import theme
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.checkbox import CheckBox
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import Labelled, LineField, label
from consultant_app.ui.widgets.qr import QrView
from consultant_app.ui.widgets.radio import RadioCard
from consultant_app.ui.widgets.signature import SignaturePad

NEVER = (
    "Votre nom et celui de l’entreprise, le SIREN, le code NAF, la commune, la date exacte, les "
    "montants, l’effectif exact, la forme juridique, les phrases et les notes, le nom du consultant "
    "et de l’ordinateur."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: sending, and a follow-up code."""

    given: bool
    code: bool


class CodeBox(QWidget):
    """The follow-up code, to be kept by the dirigeant."""

    def __init__(self) -> None:
        super().__init__()
        self.qr = QrView()
        self.code = label("", px=19, bold=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.code)
        text = (
            "Imprimé sur la feuille que vous gardez. Il permet de retirer l’envoi\u202f; ce qui est "
            "déjà publié ne peut pas être repris."
        )
        words.addWidget(label(text, px=13, tone="2", wrap=True))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_code(self, code: str | None) -> None:
        """Show a code, or nothing."""
        self.setVisible(bool(code))
        self.qr.show_content(code or "")
        groups = show_code(code).split("-") if code else []
        self.code.setText("  ".join(groups[:2]) + "\n" + "  ".join(groups[2:]))
        self.code.setAccessibleName(f"Code de suivi\u00a0: {' '.join(groups)}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(p.line, 1))
        painter.setBrush(p.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


class AgreementPane(QWidget):
    """``answered`` at each change of the answer or of the code."""

    answered = Signal(object)

    def __init__(self, text: AgreementText) -> None:
        super().__init__()
        self.text_version = text.text_version
        self.yes = RadioCard(french(text.yes_label))
        self.no = RadioCard(french(text.no_label))
        self.code = CheckBox("Je souhaite un code de suivi", bold=True)
        self.box = CodeBox()
        self.signer = LineField("Nom de la personne qui signe")
        self.signer_box = Labelled("Signature\u00a0: écrivez votre nom", self.signer)
        self.pad = SignaturePad()
        self.rub_out = LinkButton("Effacer le dessin")
        self.rub_out.clicked.connect(self.pad.clear)
        self.pad.changed.connect(lambda: self.rub_out.setVisible(bool(self.pad.path)))
        self.dated = label("", px=13, tone="2", wrap=True)
        self._lay_out(text)
        self.yes.clicked.connect(lambda: self._choose(given=True))
        self.no.clicked.connect(lambda: self._choose(given=False))
        self.code.clicked.connect(lambda: self._choose(given=True))
        self.signer.textEdited.connect(lambda _t: self.signer_box.show_error(""))

    def show_interview(self, interview: Interview, dirigeant: str, today: date) -> None:
        """Show what was answered so far; an answer to other words is asked again until closed."""
        agreement, locked = interview.agreement, interview.state is State.CLOSED
        version = agreement.text_version if agreement and locked else self.text_version
        same = agreement is not None and agreement.text_version == version
        given = agreement.given if agreement and same else None
        self.yes.show_choice(on=given is True, saved=True)
        self.no.show_choice(on=given is False, saved=True)
        self.code.setChecked(interview.follow_up_code is not None)
        self.code.setEnabled(given is True and not locked)
        self.box.show_code(interview.follow_up_code)
        signed = interview.signatures[0] if interview.signatures else None
        if signed is not None:
            self.signer.setText(signed.name)
        self.signer.setPlaceholderText(dirigeant)
        day = signed.on if signed else today
        self.dated.setText(f"le {date_long(day)}, texte «\u00a0{version}\u00a0»")
        self.signer.setReadOnly(locked)
        self.pad.setVisible(not locked)
        self.rub_out.setVisible(not locked and bool(self.pad.path))
        for card in (self.yes, self.no):
            card.setEnabled(not locked)

    @property
    def answer(self) -> Answer | None:
        """What is answered, None while it is not."""
        if not (self.yes.isChecked() or self.no.isChecked()):
            return None
        return Answer(self.yes.isChecked(), self.yes.isChecked() and self.code.isChecked())

    def check(self) -> bool:
        """Say what is missing before signing, and put the focus there."""
        self.missing.hide()
        if self.answer is None:
            self.missing.setText("Demandez d’abord la réponse\u00a0: oui ou non, sans conséquence.")
            self.missing.show()
            self.yes.setFocus()
            return False
        if not self.signer.text().strip():
            self.signer_box.show_error("Écrivez le nom de la personne qui signe.")
            self.signer.setFocus()
            return False
        return True

    def _choose(self, *, given: bool) -> None:
        self.missing.hide()
        # Chosen at once, ticked once it is saved.
        self.yes.show_choice(on=given, saved=False)
        self.no.show_choice(on=not given, saved=False)
        self.code.setEnabled(given)
        if not given:
            self.code.setChecked(False)
        self.answered.emit(Answer(given, given and self.code.isChecked()))

    def _lay_out(self, text: AgreementText) -> None:
        self.missing = label("", px=13, tone="error", wrap=True)
        self.missing.hide()
        column = Column(self, margin=32, top=24, spacing=10)
        column.put(label("Ne part jamais", px=15, bold=True), label(NEVER, tone="2", wrap=True))
        column.addSpacing(8)
        column.put(label("Votre accord", px=15, bold=True))
        column.put(label(french(text.question), wrap=True), *_small(text.paragraphs))
        column.put(self.missing)
        answers = QHBoxLayout()
        answers.setContentsMargins(4, 4, 4, 4)
        answers.setSpacing(12)
        answers.addWidget(self.yes)
        answers.addWidget(self.no)
        column.addLayout(answers)
        column.put(self.code, *_small(text.code.paragraphs), self.box, self.signer_box)
        column.put(self.pad, self.rub_out, self.dated)
        column.put(label(HONEST, px=13, tone="2", wrap=True))
        column.addStretch(1)


HONEST = (
    "L’envoi est généralisé et sans nom. Une combinaison rare peut rester reconnaissable\u00a0: la "
    "région ne publie rien sur moins de cinq entreprises."
)


def _small(paragraphs: tuple[str, ...]) -> list[QWidget]:
    return [label(french(text), px=13, tone="2", wrap=True) for text in paragraphs]

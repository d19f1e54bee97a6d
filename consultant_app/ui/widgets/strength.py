"""How strong the passphrase being typed is: a bar and its sentence (the words say it, not the bar)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from consultant_app.domain.passphrases import Strength
from consultant_app.services.passphrases import measure
from consultant_app.ui import theme
from consultant_app.ui.tasks import Tasks
from consultant_app.ui.widgets.fields import label


class _Bar(QWidget):
    """Full at the strength that the CNIL advises."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(200, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track and what is reached."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(p.line)
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        if self.share > 0:
            painter.setBrush(p.accent)
            painter.drawRoundedRect(QRectF(0, 0, self.width() * self.share, self.height()), 2, 2)


class StrengthMeter(QWidget):
    """Follows a passphrase once the typing rests; the estimate is made in the long-work thread."""

    REST_MS = 120

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._passphrase = ""
        self._bar = _Bar()
        self._words = label("", px=12.5, tone="2", wrap=True)
        self._soon = QTimer(self, singleShot=True, interval=self.REST_MS)
        self._soon.timeout.connect(self._measure)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)
        self._say(0.0, INVITATION)

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def follow(self, passphrase: str) -> None:
        """Measure another passphrase, soon."""
        self._passphrase = passphrase
        self._soon.start()

    def _measure(self) -> None:
        passphrase = self._passphrase
        if not passphrase:
            self._say(0.0, INVITATION)
            return
        self._tasks.long(
            lambda _job: measure(passphrase),
            lambda strength: self._show(passphrase, strength),
            owner=self,
        )

    def _show(self, passphrase: str, strength: Strength) -> None:
        if passphrase == self._passphrase:
            self._say(strength.fraction, strength.sentence)

    def _say(self, share: float, sentence: str) -> None:
        self._bar.share = share
        self._bar.update()
        self._words.setText(sentence)
        self.setAccessibleName(f"Force de la phrase de passe\u00a0: {sentence}")


INVITATION = "Six ou sept mots sans lien entre eux se retiennent et ne se devinent pas."

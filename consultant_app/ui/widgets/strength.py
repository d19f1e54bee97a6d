"""How strong the passphrase being typed is: a bar and its sentence (the words say it, not the bar)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from consultant_app.domain.passphrases import ADVISED_BITS, advice, bits_of
from consultant_app.ui import theme
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
    """Follows a passphrase as it is typed."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = _Bar()
        self._words = label("", px=12.5, tone="2", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(6)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)
        self.show_passphrase("")

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def show_passphrase(self, passphrase: str) -> None:
        """Measure another passphrase."""
        self._bar.share = min(bits_of(passphrase) / ADVISED_BITS, 1.0)
        self._bar.update()
        self._words.setText(advice(passphrase))
        self.setAccessibleName(f"Force de la phrase de passe\u00a0: {self._words.text()}")

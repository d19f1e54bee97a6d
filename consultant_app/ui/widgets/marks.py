"""State marks: the shape says the state, colour only helps. Never the level."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from consultant_app.ui import fonts, icons, theme


class Pip(StrEnum):
    """The state of one question."""

    OPEN = "open"
    ANSWERED = "answered"
    TO_VERIFY = "to_verify"
    NOT_APPLICABLE = "not_applicable"
    FLAGGED = "flagged"


PIP_WORDS = {
    Pip.OPEN: "à faire",
    Pip.ANSWERED: "répondu",
    Pip.TO_VERIFY: "à vérifier",
    Pip.NOT_APPLICABLE: "sans objet",
    Pip.FLAGGED: "à revoir",
}


def paint_pip(painter: QPainter, pip: Pip, x: float, y: float, *, current: bool = False) -> None:
    """Draw a 7 px pip centred on (x, y)."""
    p = theme.current()
    ink = p.accent if current else p.ink2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    centre = QPointF(x, y)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if pip is Pip.ANSWERED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(centre, 3.5, 3.5)
    elif pip is Pip.OPEN:
        painter.setPen(QPen(p.accent if current else p.edge, 1))
        painter.drawEllipse(centre, 3, 3)
    elif pip is Pip.TO_VERIFY:
        painter.setPen(QPen(ink, 1.2))
        painter.drawEllipse(centre, 3, 3)
        painter.setBrush(ink)
        painter.drawPie(QRectF(x - 3, y - 3, 6, 6), -90 * 16, 180 * 16)
    elif pip is Pip.NOT_APPLICABLE:
        painter.setPen(QPen(ink, 1.6))
        painter.drawLine(QPointF(x - 3, y), QPointF(x + 3, y))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(p.attention)
        painter.drawPath(_flag(x, y))


def _flag(x: float, y: float) -> QPainterPath:
    flag = QPainterPath(QPointF(x - 2.5, y + 4))
    for dx, dy in ((-2.5, -3.5), (3.5, -3.5), (1.8, -1.3), (3.5, 1), (-1.5, 1), (-1.5, 4)):
        flag.lineTo(x + dx, y + dy)
    flag.closeSubpath()
    return flag


class DossierMark(StrEnum):
    """The state of a whole dossier, always shown with its word."""

    DRAFT = "draft"
    TO_HAND_OVER = "to_hand_over"
    CLOSED = "closed"
    SENT = "sent"


DOSSIER_WORDS = {
    DossierMark.DRAFT: "Brouillon",
    DossierMark.TO_HAND_OVER: "À restituer",
    DossierMark.CLOSED: "Clos",
    DossierMark.SENT: "Transmis",
}


def paint_dossier_mark(
    painter: QPainter, mark: DossierMark, x: float, y: float, *, share: float = 0.5
) -> None:
    """Draw a 16 px mark with its top left at (x, y); ``share``: how much of a draft is done."""
    p = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    centre = QPointF(x + 8, y + 8)
    if mark is DossierMark.DRAFT:
        painter.setPen(QPen(p.ink2, 1.4))
        painter.drawEllipse(centre, 6, 6)
        painter.setBrush(p.ink2)
        painter.setPen(Qt.PenStyle.NoPen)
        span = -round(360 * 16 * min(max(share, 0), 1))
        painter.drawPie(QRectF(x + 3.8, y + 3.8, 8.4, 8.4), 90 * 16, span)
    elif mark is DossierMark.TO_HAND_OVER:
        painter.setPen(QPen(p.accent, 1.4))
        painter.drawEllipse(centre, 6, 6)
        painter.setBrush(p.accent)
        painter.drawEllipse(centre, 3, 3)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(p.ink2)
        painter.drawEllipse(centre, 7, 7)
        name = "check" if mark is DossierMark.CLOSED else "up_arrow"
        icons.paint(painter, name, x + 3.5, y + 3.5, p.surface, 9)
    painter.restore()


class MarkLabel(QWidget):
    """A pip or a dossier's mark with its word."""

    def __init__(
        self, mark: Pip | DossierMark, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._mark = mark
        words = PIP_WORDS[mark] if isinstance(mark, Pip) else DOSSIER_WORDS[mark]
        self._text = text or words
        self._font = fonts.sans(12 if isinstance(mark, Pip) else 14)
        self._indent = 14 if isinstance(mark, Pip) else 24
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._text)
        self.setFont(self._font)

    def sizeHint(self) -> QSize:
        """Mark and word."""
        return QSize(self._indent + self.fontMetrics().horizontalAdvance(self._text) + 2, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both."""
        painter = QPainter(self)
        if isinstance(self._mark, Pip):
            paint_pip(painter, self._mark, 4, self.height() / 2)
        else:
            paint_dossier_mark(painter, self._mark, 0, self.height() / 2 - 8)
        painter.setPen(theme.current().ink2)
        painter.setFont(self._font)
        box = QRectF(self._indent, 0, self.width() - self._indent, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._text)

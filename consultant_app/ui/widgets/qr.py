"""A QR code, painted dark on light in both schemes: phones read it better so."""

from __future__ import annotations

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_QUIET = 2
_DARK, _LIGHT = QColor("#10161C"), QColor("#FFFFFF")


class QrView(QWidget):
    """Shows ``content`` as on paper (same version and level)."""

    def __init__(self, side: int = 104) -> None:
        super().__init__()
        self._side = side
        self._matrix: tuple[tuple[int, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_content(self, content: str) -> None:
        """Show another content ("" for none)."""
        self._matrix = ()
        if content:
            code = segno.make(content, error="q", boost_error=False, micro=False)
            self._matrix = tuple(tuple(row) for row in code.matrix)
        self.setAccessibleName("Code à lire avec un téléphone" if content else "")
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the modules on whole pixels."""
        if not self._matrix:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(self.rect(), _LIGHT)
        count = len(self._matrix) + 2 * _QUIET
        module = self._side // count or 1
        start = (self._side - module * len(self._matrix)) / 2
        for y, row in enumerate(self._matrix):
            for x, dark in enumerate(row):
                if dark:
                    box = QRectF(start + x * module, start + y * module, module, module)
                    painter.fillRect(box, _DARK)

"""Pictures of what is drawn again and again: a row that changes place, a card that stays.

Only where a whole number of screen pixels makes one of ours: elsewhere a picture would blur, and
what is asked is drawn each time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from consultant_app.ui import theme

Draw = Callable[[QPainter, QRectF], None]


class Pictures:
    """Keeps the pictures last used."""

    def __init__(self, most: int) -> None:
        """``most``: how many are kept."""
        self._most = most
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()

    def forget(self) -> None:
        """Forget them all."""
        self._kept.clear()

    def paint(
        self,
        painter: QPainter,
        box: QRectF,
        look: Hashable,
        draw: Draw,
        ground: QColor | None = None,
    ) -> None:
        """Draw in ``box`` what ``draw`` draws; ``look`` tells all that it depends on.

        ``ground``: the colour behind; without it the picture is transparent.
        """
        scale = painter.device().devicePixelRatioF()
        if not scale.is_integer():
            painter.save()
            draw(painter, box)
            painter.restore()
            return
        picture = self.of(box.size(), scale, look, draw, ground)
        painter.drawPixmap(box.topLeft(), picture)

    def of(
        self,
        size: QSizeF,
        scale: float,
        look: Hashable,
        draw: Draw,
        ground: QColor | None = None,
    ) -> QPixmap:
        """Return the picture of ``size`` (logical px) at ``scale``, drawn now if it never was."""
        key = (look, size.width(), size.height(), scale, theme.current().dark)
        picture = self._kept.get(key)
        if picture is None:
            picture = self._drawn(size, scale, draw, ground)
            self._kept[key] = picture
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return picture

    @staticmethod
    def _drawn(size: QSizeF, scale: float, draw: Draw, ground: QColor | None) -> QPixmap:
        picture = QPixmap((size * scale).toSize())
        picture.setDevicePixelRatio(scale)
        picture.fill(ground or Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            draw(painter, QRectF(QPointF(), size))
        return picture

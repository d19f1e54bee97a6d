"""The focus ring: 2 px of accent after a 2 px gap, painted round whatever holds the focus.

Style sheets cannot draw outside a widget. One ring follows the focus of the whole application, as
a sibling of the focused widget: it scrolls and clips with it. Layouts keep 4 px free for it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QSplitter, QStackedWidget, QWidget
from shiboken6 import isValid

from consultant_app.ui import theme

REACH = 4
#: Dynamic property of widgets that show their focus by themselves.
OWN_FOCUS = "ownFocus"


class FocusRing(QWidget):
    """The ring itself; `install` makes the one that the application needs."""

    def __init__(self) -> None:
        super().__init__()
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @classmethod
    def install(cls, app: QApplication) -> FocusHerald:
        """Make focus visible everywhere in ``app``."""
        return FocusHerald(app)

    def frame(self, target: QWidget) -> None:
        """Go round ``target``."""
        self._release()
        self._target = target
        target.installEventFilter(self)
        parent = target.parentWidget()
        if self.parentWidget() is not parent:
            self.setParent(parent)
        self._place()

    def leave(self) -> None:
        """Go away."""
        self._release()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the target where it goes."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        elif event.type() in (QEvent.Type.Hide, QEvent.Type.ParentAboutToChange):
            self.hide()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().accent, 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        self.setGeometry(target.geometry().adjusted(-REACH, -REACH, REACH, REACH))
        self.raise_()
        self.show()

    def _release(self) -> None:
        if self._target is not None and isValid(self._target):
            self._target.removeEventFilter(self)
        self._target = None


class FocusHerald(QObject):
    """Listens to the application's focus and moves the ring (a new one when Qt deleted it)."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring = FocusRing()
        app.focusChanged.connect(self._changed)

    def _changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._ring):
            self._ring = FocusRing()
        if now is None or not _wants_ring(now):
            self._ring.leave()
        else:
            self._ring.frame(now)


def _wants_ring(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or bool(widget.property(OWN_FOCUS)):
        return False
    if isinstance(parent, QSplitter | QStackedWidget):
        return False
    return not (isinstance(parent, QAbstractScrollArea) and widget is not parent.viewport())

"""The paper on screen: as large as its printed size, or as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QWidget

from consultant_app.ui import theme
from consultant_app.ui.printing import MemoryPdf

_MARGIN = 24
_SMALLEST, _LARGEST = 0.25, 4.0


class PaperView(QPdfView):
    """Pages one under the other. It is scrolled sideways only once someone enlarged it."""

    def __init__(self, document: MemoryPdf, parent: QWidget) -> None:
        super().__init__(parent)
        self._chosen = False
        self.setDocument(document)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self._ground()
        self.setAccessibleName("Aperçu de la restitution")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDocumentMargins(QMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN))
        self.setPageSpacing(16)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        document.pageCountChanged.connect(lambda _n: self._fit())

    def zoom(self, factor: float) -> None:
        """Enlarge, or reduce."""
        self._chosen = True
        self.setZoomFactor(min(max(self.zoomFactor() * factor, _SMALLEST), _LARGEST))

    def show_whole_width(self) -> None:
        """Back to the size that the window chooses."""
        self._chosen = False
        self._fit()

    def scroll_pages(self, step: int) -> None:
        """Read on (1) or back (-1)."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep() * 9 // 10)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of scheme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and not self._grounding:
            self._ground()

    def _fit(self) -> None:
        document = self.document()
        if self._chosen or not document.pageCount():
            return
        # A point is 1/72 of an inch; at 1.0 Qt draws an inch as the screen's logical one.
        width = document.pagePointSize(0).width() * self.logicalDpiX() / 72
        room = self.viewport().width() - 2 * _MARGIN
        self.setZoomFactor(min(1.0, max(room / width, _SMALLEST)))

    def _ground(self) -> None:
        """Behind the paper, the page's ground (Qt's viewer uses the palette's dark colour)."""
        self._grounding = True
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Dark, theme.current().canvas)
        self.setPalette(palette)
        self._grounding = False

    _grounding = False

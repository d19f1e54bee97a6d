"""Printing a PDF from memory: nothing is written in clear on the way to the printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QIODevice,
    QObject,
    QRect,
    QSize,
    QTimer,
)
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

_DPI = 300


class MemoryPdf(QPdfDocument):
    """A PDF that is read from bytes, kept alive with it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._buffer = QBuffer(self)

    def show_bytes(self, content: bytes) -> None:
        """Read another document."""
        self.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.load(self._buffer)

    def forget(self) -> None:
        """Let the bytes go."""
        self.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())


def ask_and_print(
    parent: QWidget,
    content: bytes,
    name: str,
    done: Callable[[], None],
    *,
    last_page_only: bool = False,
    kept: Callable[[Path], None] | None = None,
) -> None:
    """Show the system's print dialog; print ``content`` if it is accepted.

    Without a printer, the dialog proposes a PDF file: ``kept`` is then told where it is, after
    ``done``.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Imprimer")

    def printed() -> None:
        if not isValid(parent):
            return
        done()
        file = printer.outputFileName()
        if kept is not None and file:
            kept(Path(file))

    def accepted() -> None:
        Printing(content, printer, last_page_only=last_page_only, done=printed).go_on()

    dialog.accepted.connect(accepted)
    # The plain opening of a dialog: Qt's own for printing wants a slot by its name.
    QDialog.open(dialog)


def print_pdf(content: bytes, printer: QPrinter, *, last_page_only: bool = False) -> int:
    """Draw the pages asked for of ``content`` on ``printer`` at once; return how many."""
    printing = Printing(content, printer, last_page_only=last_page_only)
    printing.finish()
    return printing.drawn


class Printing(QObject):
    """Draws a page at each turn of the event loop: the window goes on meanwhile.

    It belongs to the application, so that neither a lock nor another page cuts a paper short.
    """

    def __init__(
        self,
        content: bytes,
        printer: QPrinter,
        *,
        last_page_only: bool = False,
        done: Callable[[], None] | None = None,
    ) -> None:
        application = QCoreApplication.instance()
        assert application is not None
        super().__init__(application)
        self._printer, self._done = printer, done
        self._document = MemoryPdf(self)
        self._document.show_bytes(content)
        printer.setResolution(_DPI)
        printer.setFullPage(True)
        self._page, self._last = _pages(printer, self._document.pageCount())
        if last_page_only:
            self._page, self._last = self._document.pageCount() - 1, self._document.pageCount()
        self._painter = QPainter(printer)
        self.drawn = 0
        application.aboutToQuit.connect(self.finish)

    def go_on(self) -> None:
        """Draw the next page, and the one after it when the window has had its turn."""
        if self._draw_next():
            QTimer.singleShot(0, self, self.go_on)

    def finish(self) -> None:
        """Draw all that is left."""
        while self._draw_next():
            pass

    def _draw_next(self) -> bool:
        if not self._painter.isActive():
            return False
        if self._page < self._last:
            if self.drawn:
                self._printer.newPage()
            sheet = self._printer.pageLayout().fullRectPixels(_DPI)
            _draw(self._painter, self._document, self._page, sheet)
            self.drawn += 1
            self._page += 1
            return True
        self._painter.end()
        self._document.forget()
        self.deleteLater()
        if self._done is not None:
            self._done()
        return False


def _pages(printer: QPrinter, count: int) -> tuple[int, int]:
    """The pages asked for, first one included, last one left out; 0 means all."""
    first = max(printer.fromPage() - 1, 0)
    last = printer.toPage() or count
    return first, min(last, count)


def _draw(painter: QPainter, document: QPdfDocument, page: int, sheet: QRect) -> None:
    points = document.pagePointSize(page)
    size = QSize(round(points.width() * _DPI / 72), round(points.height() * _DPI / 72))
    image = document.render(page, size)
    painter.drawImage(QRect(sheet.topLeft(), size), image)

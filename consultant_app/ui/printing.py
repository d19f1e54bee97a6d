"""Printing a PDF from memory: nothing is written in clear on the way to the printer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QObject, QRect, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

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
) -> None:
    """Show the system's print dialog; print ``content`` if it is accepted."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Imprimer")

    def accepted() -> None:
        print_pdf(content, printer, last_page_only=last_page_only)
        done()

    dialog.accepted.connect(accepted)
    # The plain opening of a dialog: Qt's own for printing wants a slot by its name.
    QDialog.open(dialog)


def print_pdf(content: bytes, printer: QPrinter, *, last_page_only: bool = False) -> int:
    """Draw the pages asked for of ``content`` on ``printer``; return how many."""
    application = QCoreApplication.instance()
    assert application is not None
    document = MemoryPdf(application)
    document.show_bytes(content)
    printer.setResolution(_DPI)
    printer.setFullPage(True)
    painter = QPainter(printer)
    first, last = _pages(printer, document.pageCount())
    if last_page_only:
        first, last = document.pageCount() - 1, document.pageCount()
    for page in range(first, last):
        if page > first:
            printer.newPage()
        _draw(painter, document, page, printer.pageLayout().fullRectPixels(_DPI))
    painter.end()
    document.forget()
    document.deleteLater()
    return last - first


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

"""The guide beside the work: the page about this screen first, all pages, a search."""

from __future__ import annotations

from pathlib import PurePosixPath

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from consultant_app.domain.typography import counted
from consultant_app.services import guide
from consultant_app.services.licences import libraries
from consultant_app.ui import fonts
from consultant_app.ui.dialogs import markdown
from consultant_app.ui.navigation import Route
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import SearchField, label

_FIRST = "01-ma-premiere-visite.md"
_OPENING, _DOSSIERS, _INTERVIEW = "02-ouvrir.md", "03-dossiers.md", "04-entretien.md"
_RESULT, _SENT, _KEEPING = "05-restitution.md", "06-ce-qui-part.md", "07-garder.md"
#: The page of the guide for each screen.
PAGES = {
    Route.FIRST_RUN: _OPENING,
    Route.UNLOCK: _OPENING,
    Route.HOME: _DOSSIERS,
    Route.COMPANY: _DOSSIERS,
    Route.INFORMATION: _INTERVIEW,
    Route.INTERVIEW: _INTERVIEW,
    Route.REVIEW: _RESULT,
    Route.RESULT: _RESULT,
    Route.PREVIEW: _RESULT,
    Route.SHARING: _SENT,
    Route.SETTINGS: _KEEPING,
    Route.SENT: _SENT,
}
_NAME, _HEADING = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class HelpDialog(QDialog):
    """The guide. It stays open beside the window; Esc closes it."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setWindowTitle("Guide de Diagnostic PME")
        self.setAccessibleName("Guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 640)
        self.search = SearchField("Chercher dans le guide", "sauvegarde, code, imprimer…")
        self.found = label("", px=12.5, tone="3", wrap=True)
        self.pages = QListWidget()
        self.pages.setAccessibleName("Pages du guide")
        self.pages.setFont(fonts.sans(13.5))
        self.pages.setWordWrap(True)
        self.pages.setSpacing(3)
        self.text = QTextBrowser()
        self.text.setAccessibleName("Page du guide")
        self.text.setFont(fonts.sans(14.5))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(24)
        self.report = SecondaryButton("Préparer un rapport…")
        self.licences = SecondaryButton("Licences…", leading="info")
        self.shut = PrimaryButton("Fermer")
        self._build()
        self._connect()
        self._list("")

    def show_page(self, name: str, heading: str = "") -> None:
        """Show a page of the guide, at a heading of it."""
        for row in range(self.pages.count()):
            item = self.pages.item(row)
            if item.data(_NAME) == name and (item.data(_HEADING) or "") == heading:
                self.pages.setCurrentRow(row)
                return
        self._read(name, heading)

    def _build(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(4, 4, 4, 4)
        left.setSpacing(8)
        for widget in (self.search, self.found, self.pages):
            left.addWidget(widget)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        halves.addWidget(side)
        halves.addWidget(self.text)
        halves.setSizes([300, 680])
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.report)
        row.addWidget(self.licences)
        row.addStretch(1)
        row.addWidget(self.shut)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(halves, 1)
        layout.addLayout(row)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._list)
        self.search.down.connect(self.pages.setFocus)
        self.search.returnPressed.connect(self._to_first)
        self.search.left.connect(self.reject)
        self.pages.currentItemChanged.connect(lambda item, _former: self._show_item(item))
        self.text.anchorClicked.connect(self._follow)
        self.report.clicked.connect(self._prepare_report)
        self.licences.clicked.connect(self._show_licences)
        self.shut.clicked.connect(self.accept)

    def _list(self, words: str) -> None:
        """List the pages; with ``words``, the sections that hold them."""
        self.pages.clear()
        self.found.setVisible(bool(words.strip()))
        if not words.strip():
            for page in guide.chapters():
                self._add(page.title, page.name, "")
            return
        hits = guide.search(words)
        self.found.setText(
            counted(len(hits), "passage trouvé", "passages trouvés").capitalize()
            if hits
            else "Rien à ce mot\u202f; essayez-en un autre."
        )
        for hit in hits:
            self._add(f"{hit.heading}\n{hit.excerpt}", hit.chapter, hit.heading)

    def _add(self, words: str, name: str, heading: str) -> None:
        item = QListWidgetItem(words)
        item.setData(_NAME, name)
        item.setData(_HEADING, heading)
        self.pages.addItem(item)

    def _to_first(self) -> None:
        if self.pages.count():
            self.pages.setCurrentRow(0)
            self.pages.setFocus()

    def _show_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._read(item.data(_NAME), item.data(_HEADING))

    def _read(self, name: str, heading: str) -> None:
        markdown.show(self.text, guide.chapter(name).text)
        if heading and self.text.find(heading):
            cursor = self.text.textCursor()
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            cursor.clearSelection()
            self.text.setTextCursor(cursor)
            self.text.ensureCursorVisible()

    def _follow(self, link: QUrl) -> None:
        """Links lead from page to page; the program opens nothing on the internet."""
        name = PurePosixPath(link.path()).name
        if any(page.name == name for page in guide.chapters()):
            self.search.clear()
            self.show_page(name)

    def _prepare_report(self) -> None:
        from consultant_app.ui.dialogs.support import SupportDialog

        SupportDialog(self._shell, self).open()

    def _show_licences(self) -> None:
        from consultant_app.ui.dialogs.about import AboutDialog

        self._shell.tasks.long(
            lambda _job: libraries(), lambda found: AboutDialog(found, self).open(), owner=self
        )


def open_help(shell: Shell, parent: QWidget, route: Route | None) -> HelpDialog:
    """Show the guide at the page of ``route``; the one already open, if there is one."""
    window = parent.window()
    dialog = window.findChild(HelpDialog) or HelpDialog(shell, window)
    dialog.show_page(PAGES.get(route, _FIRST) if route else _FIRST)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    dialog.pages.setFocus()
    return dialog

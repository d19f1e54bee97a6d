"""The home page: the day, the dossier to take up, all dossiers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from consultant_app.domain.states import State
from consultant_app.services.dossiers import DossierRow
from consultant_app.ui import fonts, sync_words, theme
from consultant_app.ui.messages import Kind
from consultant_app.ui.models.dossiers import DossiersModel, Filter
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.going import open_row, start_interview
from consultant_app.ui.pages.home.card import DayCard, choose
from consultant_app.ui.pages.home.glance import HINTS, KEYS, Glance, glance
from consultant_app.ui.pages.home.table import DossierTable
from consultant_app.ui.pages.home.tools import Tools
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, QuietButton
from consultant_app.ui.widgets.empty import EmptyState
from consultant_app.ui.widgets.text import Paragraph
from consultant_app.ui.words import day_title

#: Below this height of the page (200 % on a small laptop) the day's card says the least.
LOW = 400
#: Below this width, px, the bar's words are the shortest.
NARROW = 900


class HomePage(Page):
    """What to do now, and where everything is."""

    route = Route.HOME

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.setObjectName("canvas")
        self.model = DossiersModel()
        self.day = Paragraph("", fonts.serif(30), 39)
        self.card = DayCard()
        self.tools = Tools()
        self.table = DossierTable(self.model)
        self.empty = EmptyState(
            "Aucun dossier pour l’instant.",
            "Créez celui de votre prochaine visite\u202f; il suffit du nom de l’entreprise.",
            "Nouveau dossier",
        )
        self.backup = QuietButton("Sauvegarder", leading="save")
        self.sent = QuietButton(sync_words.PAGE, leading="up_arrow")
        self.settings = QuietButton("Réglages", leading="key")
        self.help = QuietButton("Aide", leading="info")
        self._build()
        self._connect()

    def heading(self) -> Heading:
        """The program, and whose it is."""
        workspace = self.shell.workspace
        return Heading("Diagnostic PME", self._owner if workspace else "")

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the list."""
        return HINTS

    def actions_(self) -> tuple[Button, ...]:
        """Backups, what has left, settings, help; the page's primary act is in the card."""
        return (self.backup, self.sent, self.settings, self.help)

    def primary(self) -> Button | None:
        """Take up the dossier of the day; the first time, make one."""
        if not self.empty.isHidden():
            return self.empty.act
        return None if self.card.isHidden() else self.card.act

    def enter(self, **params: str) -> None:
        """Read everything again."""
        workspace = self.shell.unlocked
        self.shell.tasks.database(lambda: glance(workspace), self.show_glance, owner=self)
        self.shell.tasks.database(lambda: workspace.consultant, self._name_owner, owner=self)

    def show_glance(self, seen: Glance) -> None:
        """Show what was read."""
        chosen = self.table.current
        today = seen.now.astimezone().date()
        self.day.set_text(day_title(today))
        self.model.show_rows(seen.rows, today)
        self.tools.show_counts(self.model.counts())
        first = choose(seen.rows)
        self.card.setVisible(first is not None)
        if first is not None:
            self.card.show_row(first)
        for widget in (self.tools, self.table):
            widget.setVisible(bool(seen.rows) and not self._hides)
        self.empty.setVisible(not seen.rows)
        line = self.model.line_of(chosen.company_id) if chosen else 0
        self.table.select(line or 0)
        self._backup = seen.backup
        self._say_backup()
        self._say_sent()
        self._content.show()
        self.bars_changed.emit()
        self._take_focus(has_card=first is not None, has_rows=bool(seen.rows))

    def _build(self) -> None:
        content = QWidget()
        content.setMaximumWidth(1136)
        self._column = column = QVBoxLayout(content)
        column.setContentsMargins(4, 20, 4, 0)
        column.setSpacing(12)
        for widget in (self.day, self.card, self.tools, self.empty):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(24, 0, 24, 8)
        self._outer.addWidget(content, 1, Qt.AlignmentFlag.AlignHCenter)
        content.setMinimumWidth(480)
        # Shown with what it tells: laid out and drawn once.
        content.hide()
        self._content = content

    def _connect(self) -> None:
        tools, table = self.tools, self.table
        tools.searched.connect(self._search)
        tools.filtered.connect(self._filter)
        tools.new.clicked.connect(self._new)
        tools.search.went_down.connect(self._to_list)
        tools.search.returnPressed.connect(self._to_list)
        tools.search.left.connect(self._leave_search)
        self.empty.acted.connect(self._new)
        self.card.acted.connect(self._open)
        table.opened.connect(self._open)
        table.delete_asked.connect(self._delete)
        table.menu_asked.connect(self._menu)
        table.search_asked.connect(tools.search.setFocus)
        self.backup.clicked.connect(lambda: self.shell.go(Route.SETTINGS, part="backup"))
        self.sent.clicked.connect(self._to_sent)
        self.settings.clicked.connect(lambda: self.shell.go(Route.SETTINGS))
        self.help.clicked.connect(self._help)
        if self.shell.syncing is not None:
            self.shell.syncing.changed.connect(self._say_sent)
        for keys, act in (
            ("Ctrl+F", lambda: tools.search.setFocus(Qt.FocusReason.ShortcutFocusReason)),
            ("Ctrl+N", self._new),
            ("Ctrl+E", self._to_sent),
            ("F9", self._toggle_list),
            ("F1", self._keys),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page's ground."""
        QPainter(self).fillRect(self.rect(), theme.current().canvas)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the width there is."""
        super().resizeEvent(event)
        width = min(self.width() - 48, 1136)
        self._content.setMinimumWidth(width)
        self._say_backup()
        self.tools.squeeze(width)
        low = self.height() < LOW
        self.card.set_low(low=low)
        self._column.setContentsMargins(4, 8 if low else 20, 4, 0)
        self._column.setSpacing(8 if low else 12)

    def _name_owner(self, name: str) -> None:
        self._owner = name
        self.bars_changed.emit()

    def _say_backup(self) -> None:
        where = "Sauvegarde" if self.width() < NARROW else "Sauvegarde hors de ce poste"
        self.backup.set_label(f"{where}\u00a0: {self._backup}", limit=440)

    def _say_sent(self) -> None:
        """Say where sending stands, discreetly: the page itself is one step further."""
        syncing = self.shell.syncing
        words = sync_words.in_a_word(syncing.state) if syncing is not None else sync_words.PAGE
        if words != self.sent.text():
            self.sent.set_label(words, limit=300)
            told = words if words == sync_words.PAGE else f"{sync_words.PAGE}\u00a0: {words}"
            self.sent.setAccessibleName(told)

    def _to_sent(self) -> None:
        self.shell.go(Route.SENT)

    def _take_focus(self, *, has_card: bool, has_rows: bool) -> None:
        if self._focused:
            return
        self._focused = True
        if has_card:
            self.card.act.setFocus()
        elif has_rows:
            self.table.setFocus()
        else:
            self.empty.setFocus()

    def leave(self) -> None:
        """The next time, the focus goes to the day's card again."""
        self._focused = False

    def _search(self, text: str) -> None:
        self.model.search(text)
        self.table.select(0)

    def _filter(self, which: Filter) -> None:
        self.model.keep(which)
        self.table.select(0)

    def _to_list(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            self.table.select(max(self.table.currentIndex().row(), 0))

    def _leave_search(self) -> None:
        self.tools.search.clear()
        self._to_list()

    def _toggle_list(self) -> None:
        self._hides = not self._hides
        shows = not self._hides and self.model.counts()[Filter.ALL] > 0
        if self._hides:
            self.card.act.setFocus()
        for widget in (self.tools, self.table):
            widget.setVisible(shows)

    def _new(self) -> None:
        self.shell.go(Route.COMPANY)

    def _open(self, row: DossierRow) -> None:
        open_row(self.shell, row)

    def _delete(self, row: DossierRow) -> None:
        from consultant_app.ui.dialogs.delete_dossier import ask_delete

        ask_delete(self.shell, self, row.company_id, row.company, self.enter)

    def _menu(self, row: DossierRow, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(f"Actions\u00a0: {row.company}")
        menu.addAction("Ouvrir", lambda: self._open(row))
        menu.addAction("Fiche de l’entreprise", lambda: self._sheet(row))
        if row.state is State.CLOSED and row.interview_id:
            menu.addAction("Aperçu de la restitution", lambda: self._preview(row))
            menu.addAction("Commencer le suivi", lambda: self._follow_up(row))
        if row.interview_id:
            menu.addAction("Exporter le dossier…", lambda: self._export(row))
        menu.addSeparator()
        menu.addAction("Supprimer…", lambda: self._delete(row))
        menu.popup(at)

    def _keys(self) -> None:
        from consultant_app.ui.dialogs.keys import KeysDialog

        KeysDialog(KEYS, self).exec()

    def _help(self) -> None:
        from consultant_app.ui.dialogs.help import open_help

        open_help(self.shell, self, None)

    def _sheet(self, row: DossierRow) -> None:
        self.shell.go(Route.COMPANY, company_id=row.company_id)

    def _preview(self, row: DossierRow) -> None:
        names = {"company_id": row.company_id, "interview_id": row.interview_id or ""}
        self.shell.go(Route.PREVIEW, **names)

    def _follow_up(self, row: DossierRow) -> None:
        start_interview(self.shell, row.company_id, follow_up_of=row.interview_id)

    def _export(self, row: DossierRow) -> None:
        from consultant_app.services.exporting import Exporting
        from consultant_app.ui.dialogs.places import ask_save

        exporting, interview_id = Exporting(self.shell.unlocked), row.interview_id

        def write(path: Path) -> None:
            self.shell.tasks.database(
                lambda: exporting.to_file(interview_id, path),
                lambda _n: self.shell.messages.say(
                    f"Le dossier est écrit en clair dans {path}\u00a0: gardez ce fichier à l’abri.",
                    Kind.ATTENTION,
                ),
                owner=self,
            )

        ask_save(self, "Exporter le dossier", "dossier.json", "Dossier (*.json)", write)

    _owner = ""
    _backup = "aucune"
    _hides = False
    _focused = False

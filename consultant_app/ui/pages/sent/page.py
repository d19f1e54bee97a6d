"""« Ce qui est parti »: what has left, when, what waits, what was refused and why, what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.services.dossiers import Dossiers
from consultant_app.services.pulse import Pulse
from consultant_app.services.sending import Sending
from consultant_app.services.sent_lines import SendingLine
from consultant_app.ui import fonts, sync_words
from consultant_app.ui.dialogs.enrol import EnrolDialog
from consultant_app.ui.dialogs.record import BytesDialog
from consultant_app.ui.dialogs.withdraw import WithdrawByCodeDialog, WithdrawDialog
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.going import open_interview
from consultant_app.ui.pages.sent.detail import SentDetail, moment
from consultant_app.ui.pages.sent.reading import Sent, read
from consultant_app.ui.pages.sent.table import LeftTable
from consultant_app.ui.shell import Shell
from consultant_app.ui.syncing import Phase, SyncState
from consultant_app.ui.widgets.buttons import Button, LinkButton, PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.text import Paragraph
from consultant_app.ui.widgets.two_sides import TwoSides

STACK_BELOW = 1000
HINTS = (
    ("↑ ↓", "choisir"),
    ("Entrée", "voir les octets"),
    ("Suppr", "retirer"),
)
EMPTY = (
    "Une fiche part quand un dirigeant l’accepte et que son entretien est clos. Elle s’inscrit alors "
    "ici, avec ce qu’elle devient."
)
NOT_ENROLLED = (
    "Cet ordinateur n’est pas encore raccordé à la région\u00a0: demandez-lui une adresse et un code. "
    "D’ici là, rien ne part et rien ne se perd."
)


class SentPage(Page):
    """Reached from the list of dossiers and from the settings."""

    route = Route.SENT

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._sent: Sent | None = None
        self.sentence = Paragraph("", fonts.serif(28), 36)
        self.caption = label("", tone="2", wrap=True)
        self.trouble = label("", tone="attention", wrap=True)
        self.stop = LinkButton("Arrêter l’envoi")
        self.table = LeftTable()
        self.empty = label(EMPTY, px=15, tone="2", wrap=True)
        self.detail = SentDetail()
        self.home = SecondaryButton("Revenir aux dossiers", leading="left")
        self.by_code = SecondaryButton("Retirer par un code…", leading="key")
        self.send = PrimaryButton("Envoyer maintenant")
        self.enrol = PrimaryButton("Raccorder cet ordinateur…")
        self._build()
        self._connect()

    def heading(self) -> Heading:
        """The page's name."""
        return Heading(sync_words.PAGE)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the list."""
        return HINTS if self._sent and self._sent.lines else ()

    def actions_(self) -> tuple[Button, ...]:
        """Back, a withdrawal by code, and sending; before enrolment, enrolling."""
        return (self.home, self.by_code, self.send if self._is_enrolled else self.enrol)

    def enter(self, **params: str) -> None:
        """Read everything again."""
        self._fresh = True
        self._read()

    def show_sent(self, sent: Sent) -> None:
        """Show what was read."""
        self._sent = sent
        today = sent.now.astimezone().date()
        self.table.setVisible(bool(sent.lines))
        self.empty.setVisible(not sent.lines)
        self.table.show_lines(sent.lines, today, fresh=self._fresh)
        self._choose(self.table.current)
        self.detail.show_news(sent.news, sent.now)
        self._show_state()
        self.bars_changed.emit()
        if self._fresh:
            self._fresh = False
            first = self.send if self._is_enrolled else self.enrol
            (self.table if sent.lines else first).setFocus()

    def _build(self) -> None:
        left = QWidget()
        column = Column(left, margin=40, top=24, spacing=10)
        column.put(self.sentence, self.caption, self.trouble, self.empty)
        row = QHBoxLayout()
        row.setContentsMargins(4, 4, 4, 4)
        row.addWidget(self.stop)
        row.addStretch(1)
        column.addLayout(row)
        self.stop.hide()
        table = QVBoxLayout()
        table.setContentsMargins(4, 0, 4, 16)
        table.addWidget(self.table)
        # Without rows there is no table: the words stay together at the top.
        column.addLayout(table, 100)
        column.addStretch(1)
        sides = TwoSides(
            (left, sync_words.PAGE, 62), (self.detail, "Détail", 38), stack_below=STACK_BELOW
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sides)

    def _connect(self) -> None:
        table, detail = self.table, self.detail
        table.chosen.connect(self._choose)
        table.read_asked.connect(self._show_bytes)
        table.withdraw_asked.connect(self._withdraw)
        detail.bytes.clicked.connect(self._show_bytes)
        detail.withdraw.clicked.connect(self._withdraw)
        detail.again.clicked.connect(lambda: self._send_again(self.table.current))
        detail.all_again.clicked.connect(self._send_all_again)
        detail.dossier.clicked.connect(self._open)
        self.home.clicked.connect(lambda: self.shell.go(Route.HOME))
        self.by_code.clicked.connect(
            lambda: WithdrawByCodeDialog(self.shell, self._read, self).open()
        )
        self.enrol.clicked.connect(lambda: EnrolDialog(self.shell, self._read, self).open())
        syncing = self.shell.syncing
        if syncing is not None:
            self.send.clicked.connect(syncing.send_now)
            self.stop.clicked.connect(syncing.cancel)
            syncing.changed.connect(self._follow)

    def _read(self) -> None:
        workspace = self.shell.workspace
        if workspace is not None and self.shell.navigator.current is self:
            self.shell.tasks.database(lambda: read(workspace), self.show_sent, owner=self)

    @property
    def _state(self) -> SyncState:
        return self.shell.syncing.state if self.shell.syncing is not None else SyncState()

    @property
    def _is_enrolled(self) -> bool:
        return self._sent is not None and self._sent.region.is_enrolled

    def _choose(self, line: SendingLine | None) -> None:
        if self._sent is not None:
            self.detail.show_line(line, self._sent.now, aside=len(self._sent.aside))

    def _follow(self) -> None:
        """Show what goes on; the rows are read again once something of them changed."""
        if self._sent is None or self.shell.navigator.current is not self:
            return
        self._show_state()
        if self._state.pulse != self._pulse:
            self._pulse = self._state.pulse
            self._read()

    def _show_state(self) -> None:
        sent, state = self._sent, self._state
        assert sent is not None
        self.sentence.set_text(sync_words.sentence(state))
        self.caption.setText(_caption(sent))
        trouble = "" if state.is_running else state.trouble
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        if state.is_running and not self.stop.isVisible():
            self.stop.show()
        elif not state.is_running and self.stop.isVisible():
            had_focus = self.stop.hasFocus()
            self.stop.hide()
            if had_focus:
                self.table.setFocus()
        stopping = state.phase is Phase.STOPPING
        self.stop.setText("Arrêt demandé…" if stopping else "Arrêter l’envoi")

    def _show_bytes(self) -> None:
        line = self.table.current
        if line is not None and line.content:
            BytesDialog(line.content, self).open()

    def _open(self) -> None:
        line = self.table.current
        if line is None or line.interview_id is None:
            return
        dossiers, interview_id = Dossiers(self.shell.unlocked), line.interview_id
        self.shell.tasks.database(
            lambda: dossiers.find(interview_id),
            lambda found: open_interview(self.shell, found),
            owner=self,
        )

    def _send_again(self, *lines: SendingLine | None) -> None:
        sending = Sending(self.shell.unlocked)
        wanted = [line.seq for line in lines if line is not None]

        def asked(_nothing: None) -> None:
            self.shell.send_soon()
            # On to the next one that was set aside.
            self._fresh = True
            self._read()

        self.shell.tasks.database(lambda: sending.send_again(*wanted), asked, owner=self)

    def _send_all_again(self) -> None:
        if self._sent is not None:
            self._send_again(*self._sent.aside)

    def _withdraw(self) -> None:
        line = self.table.current
        if line is not None and line.can_withdraw:
            WithdrawDialog(self.shell, line, self._read, self).open()

    _fresh = True
    _pulse = Pulse()


def _caption(sent: Sent) -> str:
    region, status = sent.region, sent.status
    if not region.is_enrolled:
        return NOT_ENROLLED
    name = region.name or region.host
    if status.last is None:
        return f"Raccordé à {name}. Aucun échange complet pour l’instant."
    return f"Raccordé à {name}. Dernier échange complet\u00a0: {moment(status.last, sent.now)}."

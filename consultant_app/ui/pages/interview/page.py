"""The interview page: puts its parts together and says what the window's bars show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from consultant_app.domain.interview import Occasion
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.interview.ahead import Ahead
from consultant_app.ui.pages.interview.keyboard import HINTS, Acts, Keyboard, shortcuts
from consultant_app.ui.pages.interview.opening import Opened, open_interview
from consultant_app.ui.pages.interview.panels import list_checks, list_keys, show_history
from consultant_app.ui.pages.interview.parts import Parts
from consultant_app.ui.pages.interview.saving import SavingReport
from consultant_app.ui.pages.interview.second import SecondControl
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.stops import Stop, StopKind
from consultant_app.ui.pages.interview.travel import Travel
from consultant_app.ui.pages.interview.version import VersionNotice
from consultant_app.ui.pages.interview.view_memory import Eye
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button

ItemAct = Callable[[Session, str], object]
SessionAct = Callable[[Session, Travel], object]


class InterviewPage(Page):
    """Asks one question after the other; every answer is durable before it is ticked."""

    route = Route.INTERVIEW

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.session: Session | None = None
        self.travel: Travel | None = None
        self._keyboard: Keyboard | None = None
        self._opened: Opened | None = None
        self._warned = False
        self._clock = QElapsedTimer()
        self.parts = parts = Parts(self)
        self.rail, self.pane, self.margin = parts.rail, parts.pane, parts.margin
        self.body, self.refused = parts.body, parts.refused
        self.previous, self.next = parts.previous, parts.next
        self.second = SecondControl(shell, self)
        self._eye = Eye(shell, parts, self)
        self._ahead = Ahead(parts, self)
        self.version = VersionNotice(shell, self)
        parts.above.addWidget(self.version.band)
        self.saving = SavingReport(shell, parts, self)
        self._build()
        self._connect()

    def heading(self) -> Heading:
        """The company and the occasion."""
        if self.session is None:
            return Heading("Entretien", steps=True)
        interview = self.session.state.interview
        first = interview.occasion is Occasion.FIRST
        occasion = "1ᵉʳ entretien" if first else "entretien de suivi"
        if self.session.closed:
            occasion += ", clos"
        return Heading(self.session.state.company_name, occasion, steps=True)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the interview."""
        return HINTS

    def actions_(self) -> tuple[Button, ...]:
        """Before and next."""
        return (self.previous, self.next)

    def dossier(self) -> dict[str, str]:
        """The company and the interview on screen."""
        if self.session is None:
            return {}
        interview = self.session.state.interview
        return {"company_id": interview.company_id, "interview_id": interview.id}

    def enter(self, **params: str) -> None:
        """Open ``interview_id``; with ``item_id``, at that question."""
        interview_id, item_id = params["interview_id"], params.get("item_id", "")
        self.setEnabled(False)
        self.shell.tasks.database(
            lambda: open_interview(self.shell, interview_id),
            lambda opened: self.show_opened(opened, item_id),
            owner=self,
        )

    def show_opened(self, opened: Opened, item_id: str = "") -> None:
        """Show an interview just loaded, where it stopped."""
        self.setEnabled(True)
        self._opened = opened
        if self.session is not None:
            self.session.deleteLater()
        self.session = session = Session(self.shell.tasks, opened.port, opened.state, self)
        self.travel = travel = Travel(session, self._flush)
        self._keyboard = Keyboard(
            Acts(self.pane, self.margin, travel, self._show_margin, lambda: session.closed)
        )
        session.changed.connect(self._changed)
        session.stored.connect(self._stored)
        session.saved.connect(self._settled)
        session.rejected.connect(lambda _id, sentence: self.pane.show_rejection(sentence))
        session.undone.connect(travel.jump_to)
        travel.arrived.connect(self._arrive)
        travel.stayed.connect(self._refresh)
        travel.beyond.connect(self._beyond)
        self._clock.restart()
        self._eye.follow(session, travel)
        self.pane.forget()
        self.margin.set_locked(locked=session.closed)
        self.rail.search.clear()
        travel.refresh_path()
        travel.resume()
        if item_id:
            travel.jump_to(item_id)
        self._eye.restore(opened.view)
        self.bars_changed.emit()
        self.saving.follow(session)
        self.version.follow(session, opened.newest)

    def may_leave(self) -> bool:
        """Stay when something is not saved or cannot be read; a second try leaves anyway."""
        if self.session is None:
            return True
        fine = self._flush() and not self.session.has_unsaved
        if fine or self._warned:
            return True
        self._warned = True
        self.shell.messages.say(
            "Une réponse n’est pas enregistrée\u202f: réessayez (Ctrl S), ou recommencez pour"
            " partir sans elle.",
            Kind.ATTENTION,
        )
        return False

    def leave(self) -> None:
        """Keep where the eye was, stop the clock, put the second screen out."""
        if self.session is not None:
            self._eye.keep()
            self.session.pause()
        self.second.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Run what the key asks for; what it does not use goes on up."""
        if self._keyboard is None or not self._keyboard.press(event):
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is left on the dirigeant's screen when the page goes."""
        super().hideEvent(event)
        if not self.window().isVisible():
            self.second.close()

    def _build(self) -> None:
        shortcuts(
            self,
            {
                "Ctrl+Z": lambda: self._with(lambda s, t: t.do(s.undo)),
                "Ctrl+Y": lambda: self._with(lambda s, t: t.do(s.redo)),
                "Ctrl+Shift+Z": lambda: self._with(lambda s, t: t.do(s.redo)),
                "Ctrl+F": self._search,
                "Ctrl+S": lambda: self._with(lambda s, _t: s.retry()),
                "Alt+Down": lambda: self._with(lambda _s, t: t.do(t.next_open)),
                "F9": self._toggle_margin,
                "F11": self._toggle_second,
                "F1": lambda: list_keys(self),
            },
        )

    def _connect(self) -> None:
        pane, margin, rail = self.pane, self.margin, self.rail
        pane.given.connect(lambda _i, _value: self._ahead.hold())
        pane.given.connect(lambda i, value: self._with(lambda s, _t: s.answer(i, value)))
        pane.cleared.connect(lambda i: self._with(lambda s, _t: s.clear(i)))
        pane.missing_given.connect(lambda i, why: self._with(lambda s, _t: s.missing(i, why)))
        pane.deepened.connect(lambda i, on: self._with(lambda s, _t: s.deepen(i, on=on)))
        pane.left.connect(self._leave_field)
        margin.evidence_given.connect(lambda mark: self._on_item(lambda s, i: s.evidence(i, mark)))
        margin.note_given.connect(lambda text: self._on_item(lambda s, i: s.note(i, text)))
        margin.flag_given.connect(lambda on: self._on_item(lambda s, i: s.flag(i, flagged=on)))
        margin.history_asked.connect(lambda: self._with(lambda s, t: show_history(margin, s, t)))
        margin.left.connect(self._leave_field)
        rail.chosen.connect(lambda stop: self._with(lambda _s, t: t.do(lambda: t.jump(stop))))
        rail.searched.connect(lambda _text: self._show_progress())
        rail.left.connect(self._leave_field)
        rail.checks_asked.connect(lambda: self._with(lambda s, t: list_checks(self, s, t)))
        self.next.clicked.connect(lambda: self._with(lambda _s, t: t.do(t.next)))
        self.previous.clicked.connect(lambda: self._with(lambda _s, t: t.do(t.previous)))
        self.refused.acted.connect(lambda: self._with(lambda s, _t: s.retry()))
        self.second.state_changed.connect(self._tell_second)
        self.second.key_pressed.connect(self.keyPressEvent)

    def _arrive(self, stop: Stop) -> None:
        session, travel, opened = self.session, self.travel, self._opened
        if session is None or travel is None or opened is None:
            return
        self._warned = False
        before = opened.level_before(stop.item.id)
        asks_evidence = stop.kind is not StopKind.OPENING
        with self.body.still():
            self.pane.show_stop(stop, session.state, travel.path, before)
            self.pane.refresh(session)
            self.margin.turn_to(session.shown(stop.item.id), has_evidence=asks_evidence)
        self._show_progress()
        self.rail.follow()
        self.body.call_rail(called=False)
        self.parts.name_next(travel)
        self.parts.set_tab_order()
        self.pane.take_focus()
        self.body.area.verticalScrollBar().setValue(0)
        self.second.follow(session, travel.path, stop)
        self._eye.moved()
        self._ahead.soon(session, travel, opened)

    def _changed(self) -> None:
        # About to be left: nothing of it would be seen, and a move that fails shows it again.
        if self.travel is None or not self.travel.is_moving:
            self._refresh()

    def _refresh(self) -> None:
        session, travel = self.session, self.travel
        if session is None or travel is None or travel.stop is None:
            return
        stop = travel.stop
        self.pane.refresh(session)
        self.margin.show_answer(
            session.shown(stop.item.id), has_evidence=stop.kind is not StopKind.OPENING
        )
        self.second.follow(session, travel.path, stop)

    def _stored(self) -> None:
        self.margin.hide_history()
        travel = self.travel
        if travel is None or travel.is_moving:
            return  # the question that comes up will show it
        self._ahead.resume()
        if travel.refresh_path():
            self.parts.name_next(travel)
        self._show_progress()

    def _show_progress(self) -> None:
        if self.session is not None and self.travel is not None:
            self.parts.show_rail(self.session, self.travel, self._seconds())

    def _beyond(self) -> None:
        if self.shell.navigator.knows(Route.REVIEW):
            self.shell.go(Route.REVIEW, **self.dossier())

    def _flush(self) -> bool:
        self.margin.flush()
        return self.pane.flush()

    def _settled(self, _at: object) -> None:
        self._warned = False

    def _search(self) -> None:
        self.body.call_rail(called=True)
        self.rail.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.rail.search.selectAll()

    def _leave_field(self) -> None:
        self.body.call_rail(called=False)
        self.pane.take_focus()

    def _show_margin(self) -> None:
        self.body.want_margin(wanted=True)

    def _toggle_margin(self) -> None:
        wanted = not self.body.margin_wanted
        if not wanted and self.margin.isAncestorOf(QApplication.focusWidget() or self):
            self.pane.take_focus()
        self.body.want_margin(wanted=wanted)

    def _toggle_second(self) -> None:
        self.second.toggle(self.window())
        self._with(lambda s, t: self.second.follow(s, t.path, t.stop) if t.stop else None)
        if self.second.is_open:
            self.window().activateWindow()

    def _tell_second(self, text: str) -> None:
        if self.shell.top is not None and self.shell.navigator.current is self:
            self.shell.top.second.set(text)

    def _seconds(self) -> int:
        base = self._opened.seconds if self._opened else 0.0
        return round(base + self._clock.elapsed() / 1000)

    def _on_item(self, act: ItemAct) -> None:
        session, travel = self.session, self.travel
        if session is not None and travel is not None and travel.stop is not None:
            act(session, travel.stop.item.id)

    def _with(self, act: SessionAct) -> None:
        if self.session is not None and self.travel is not None:
            act(self.session, self.travel)

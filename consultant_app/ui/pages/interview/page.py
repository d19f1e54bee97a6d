"""The interview page: puts its parts together and says what the window's bars show."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from consultant_app.domain.errors import KnownError
from consultant_app.domain.interview import Occasion
from consultant_app.restitution.drawing import Chart
from consultant_app.services.results import Results
from consultant_app.ui.dialogs.checks import ChecksDialog
from consultant_app.ui.dialogs.keys import KeysDialog
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.interview import view_memory
from consultant_app.ui.pages.interview.keyboard import Keyboard, Parts, shortcuts
from consultant_app.ui.pages.interview.keys import ALL_KEYS
from consultant_app.ui.pages.interview.layout import InterviewLayout
from consultant_app.ui.pages.interview.margin import Margin
from consultant_app.ui.pages.interview.opening import Opened, open_interview
from consultant_app.ui.pages.interview.question_pane import QuestionPane
from consultant_app.ui.pages.interview.rail import Rail
from consultant_app.ui.pages.interview.second import SecondControl
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.stops import Stop, StopKind
from consultant_app.ui.pages.interview.travel import Travel
from consultant_app.ui.pages.second_profile import profile_chart
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from consultant_app.ui.widgets.saved import Band

HINTS = (
    ("0 – 4", "placer, sans Maj"),
    ("Entrée", "suivante"),
    ("Ctrl Z", "annuler"),
    ("F9", "masquer la marge"),
    ("F1", "toutes les touches"),
)
ItemAct = Callable[[Session, str], object]
SessionAct = Callable[[Session, Travel], object]
_REFUSED = "Pas encore enregistré. Votre réponse reste à l’écran\u202f; réessayez (Ctrl S)."


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
        self.rail, self.pane, self.margin = Rail(), QuestionPane(), Margin()
        self.body = InterviewLayout(self.rail, self.pane, self.margin)
        self.refused = Band(Kind.ERROR, action="Réessayer")
        self.second = SecondControl(shell.tasks, self._profile)
        self.previous = QuietButton("Précédente", leading="left")
        self.next = PrimaryButton("Suivante", trailing="right")
        self._view_soon = QTimer(self, singleShot=True, interval=400)
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
        self.session = session = Session(self.shell.tasks, opened.port, opened.state)
        self.travel = travel = Travel(session, self._flush)
        self._keyboard = Keyboard(
            Parts(self.pane, self.margin, travel, self._show_margin, lambda: session.closed)
        )
        session.changed.connect(self._refresh)
        session.saved.connect(self._saved)
        session.refused.connect(self._refuse)
        session.rejected.connect(lambda _id, sentence: self.pane.show_rejection(sentence))
        session.recovered.connect(self.refused.hide)
        session.undone.connect(travel.jump_to)
        travel.arrived.connect(self._arrive)
        travel.beyond.connect(self._beyond)
        self._clock.restart()
        self.refused.hide()
        self.pane.forget()
        self.margin.set_locked(locked=session.closed)
        self.rail.search.clear()
        travel.refresh_path()
        travel.resume()
        if item_id:
            travel.jump_to(item_id)
        self._restore_view(opened.view)
        self.bars_changed.emit()
        self._show_saved_state()

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
            self._keep_view()
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.refused)
        layout.addWidget(self.body, 1)
        self.refused.hide()
        shortcuts(
            self,
            {
                "Ctrl+Z": lambda: self._with(lambda s, t: t.do(s.undo)),
                "Ctrl+Y": lambda: self._with(lambda s, t: t.do(s.redo)),
                "Ctrl+Shift+Z": lambda: self._with(lambda s, t: t.do(s.redo)),
                "Ctrl+F": self._search,
                "Ctrl+S": self._retry,
                "Ctrl+Return": lambda: self._with(lambda _s, t: t.next()),
                "Alt+Down": lambda: self._with(lambda _s, t: t.do(t.next_open)),
                "F9": self._toggle_margin,
                "F11": self._toggle_second,
                "F1": self._list_keys,
            },
        )

    def _connect(self) -> None:
        pane, margin, rail = self.pane, self.margin, self.rail
        pane.given.connect(lambda i, value: self._with(lambda s, _t: s.answer(i, value)))
        pane.cleared.connect(lambda i: self._with(lambda s, _t: s.clear(i)))
        pane.missing_given.connect(lambda i, why: self._with(lambda s, _t: s.missing(i, why)))
        pane.deepened.connect(lambda i, on: self._with(lambda s, _t: s.deepen(i, on=on)))
        pane.left.connect(self._leave_field)
        margin.evidence_given.connect(lambda mark: self._on_item(lambda s, i: s.evidence(i, mark)))
        margin.note_given.connect(lambda text: self._on_item(lambda s, i: s.note(i, text)))
        margin.flag_given.connect(lambda on: self._on_item(lambda s, i: s.flag(i, flagged=on)))
        margin.history_asked.connect(self._show_history)
        margin.left.connect(self._leave_field)
        rail.chosen.connect(lambda stop: self._with(lambda _s, t: t.do(lambda: t.jump(stop))))
        rail.searched.connect(lambda _text: self._show_rail())
        rail.left.connect(self._leave_field)
        rail.checks_asked.connect(self._list_checks)
        self.next.clicked.connect(lambda: self._with(lambda _s, t: t.do(t.next)))
        self.previous.clicked.connect(lambda: self._with(lambda _s, t: t.do(t.previous)))
        self.refused.acted.connect(self._retry)
        self.second.state_changed.connect(self._tell_second)
        self.second.key_pressed.connect(self.keyPressEvent)
        self.body.area.verticalScrollBar().valueChanged.connect(lambda _v: self._view_soon.start())
        self._view_soon.timeout.connect(self._keep_view)

    def _arrive(self, stop: Stop) -> None:
        session, travel, opened = self.session, self.travel, self._opened
        assert session
        assert travel
        assert opened
        self._warned = False
        before = opened.before.get(stop.item.id)
        self.pane.show_stop(stop, session.state, travel.path, before.level if before else None)
        self.pane.refresh(session)
        asks_evidence = stop.kind is not StopKind.OPENING
        self.margin.turn_to(session.shown(stop.item.id), has_evidence=asks_evidence)
        self._show_rail()
        self.rail.follow()
        self.body.call_rail(called=False)
        self._name_next()
        self.body.area.verticalScrollBar().setValue(0)
        self._set_tab_order()
        self.pane.take_focus()
        self.second.follow(session, travel.path, stop)
        self._view_soon.start()

    def _refresh(self) -> None:
        session, travel = self.session, self.travel
        if session is None or travel is None or travel.stop is None:
            return
        stop = travel.stop
        if travel.refresh_path():
            self._name_next()
        self.pane.refresh(session)
        self.margin.show_answer(
            session.shown(stop.item.id), has_evidence=stop.kind is not StopKind.OPENING
        )
        self._show_rail()
        self.second.follow(session, travel.path, stop)

    def _show_rail(self) -> None:
        session, travel = self.session, self.travel
        if session is None or travel is None or travel.stop is None:
            return
        answers = session.answers()
        search = self.rail.search.text()
        model = self.rail.list.rail_model
        model.show(travel.path, travel.stop, answers, search)
        self.rail.show_found(len(model.rows))
        practices = [s for s in travel.path.stops if s.kind is StopKind.PRACTICE]
        done = sum(answers[s.id].is_answered for s in practices if s.id in answers)
        self.rail.progress.set(done, len(practices), self._seconds())
        failures = session.state.outcome.failures
        self.rail.show_checks(len(failures), blocking=any(f.critical for f in failures))

    def _name_next(self) -> None:
        travel = self.travel
        assert travel
        assert travel.stop
        self.previous.setEnabled(travel.path.step(travel.stop, -1) is not None)
        coming = travel.path.step(travel.stop, 1)
        if coming is None:
            text = "Relecture"
        elif coming.kind is StopKind.OPENING:
            text = f"Suivant\u00a0: {travel.path.section_of(coming).title}"
        else:
            text = f"Suivante\u00a0: {coming.label}"
        self.next.set_label(text, limit=300)

    def _beyond(self) -> None:
        if self.shell.navigator.knows(Route.REVIEW):
            self.shell.go(Route.REVIEW, **self.dossier())

    def _flush(self) -> bool:
        self.margin.flush()
        return self.pane.flush()

    def _saved(self, at: object) -> None:
        self._warned = False
        if self.shell.top is not None and self.session is not None:
            self.shell.top.saved.show_saved(self.session.state.saved_at)

    def _show_saved_state(self) -> None:
        session = self.session
        if session is not None and self.shell.top is not None and session.state.interview.answers:
            self.shell.top.saved.show_saved(session.state.saved_at)

    def _refuse(self, error: Exception) -> None:
        sentence = error.sentence if isinstance(error, KnownError) else ""
        if not sentence:
            self.shell.messages.failure(error)
        self.refused.set_text(f"{_REFUSED} {sentence}".strip())
        self.refused.show()
        if self.shell.top is not None:
            self.shell.top.saved.show_failed()

    def _retry(self) -> None:
        self._with(lambda session, _travel: session.retry())

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

    def _show_history(self) -> None:
        session, travel = self.session, self.travel
        if session is None or travel is None or travel.stop is None:
            return
        item, questionnaire = travel.stop.item, session.state.questionnaire
        session.history(
            item.id, lambda entries: self.margin.show_history(entries, item, questionnaire)
        )

    def _list_checks(self) -> None:
        session, travel = self.session, self.travel
        if session is None or travel is None:
            return
        state = session.state
        dialog = ChecksDialog(state.outcome.failures, state.questionnaire, self)
        dialog.chosen.connect(travel.jump_to)
        dialog.exec()

    def _list_keys(self) -> None:
        KeysDialog(ALL_KEYS, self).exec()

    def _set_tab_order(self) -> None:
        margin = self.margin
        chain = [
            *self.pane.controls(),
            *margin.evidence.segments,
            margin.note,
            margin.flag,
            margin.history,
            self.previous,
            self.next,
        ]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _seconds(self) -> int:
        base = self._opened.seconds if self._opened else 0.0
        return round(base + self._clock.elapsed() / 1000)

    def _profile(self) -> Chart | None:
        dossier = self.dossier()
        if not dossier:
            return None
        return profile_chart(Results(self.shell.unlocked).diagnosis(dossier["interview_id"]))

    def _keep_view(self) -> None:
        if self.session is None or self.travel is None or self.travel.stop is None:
            return
        focus = QApplication.focusWidget()
        name = "note" if focus is self.margin.note else ""
        view = view_memory.View(
            self.travel.stop.id, self.body.area.verticalScrollBar().value(), name
        )
        if view != self._kept:
            self._kept = view
            view_memory.keep(self.shell, self.session.state.interview.id, view)

    def _restore_view(self, view: view_memory.View) -> None:
        self._kept = view
        if self.travel is None or self.travel.stop is None or self.travel.stop.id != view.stop_id:
            return
        if view.focus == "note":
            self.margin.note.setFocus()
        # The scroll range is known once the page has been laid out.
        bar = self.body.area.verticalScrollBar()
        QTimer.singleShot(0, self, lambda: bar.setValue(view.scroll))

    def _on_item(self, act: ItemAct) -> None:
        session, travel = self.session, self.travel
        if session is not None and travel is not None and travel.stop is not None:
            act(session, travel.stop.item.id)

    def _with(self, act: SessionAct) -> None:
        if self.session is not None and self.travel is not None:
            act(self.session, self.travel)

    _kept = view_memory.View()

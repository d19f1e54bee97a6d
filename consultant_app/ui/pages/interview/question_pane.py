"""The middle of the interview: where one is, the question, its answer, what contradicts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from consultant_app.domain.answers import Missing
from consultant_app.domain.questionnaire import Question
from consultant_app.domain.wording import wording_of
from consultant_app.services.interviewing import InterviewState
from consultant_app.ui import fonts
from consultant_app.ui.pages.interview.checks import Checks
from consultant_app.ui.pages.interview.crumb import Crumb
from consultant_app.ui.pages.interview.editors.base import Editor
from consultant_app.ui.pages.interview.editors.factory import editor_for
from consultant_app.ui.pages.interview.editors.levels import LevelsEditor
from consultant_app.ui.pages.interview.editors.opening import OpeningEditor
from consultant_app.ui.pages.interview.editors.series import SeriesEditor
from consultant_app.ui.pages.interview.editors.typed import LineEditor, TextEditor
from consultant_app.ui.pages.interview.missing_row import MissingRow
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.stops import Path, Stop, StopKind
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.cards import MissingButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.text import Paragraph

CARDS_WIDTH = 684
E = TypeVar("E", bound=Editor)


class QuestionPane(QFrame):
    """One stop on screen. Emits what is given; `refresh` shows what the session holds."""

    given = Signal(str, object)
    cleared = Signal(str)
    missing_given = Signal(str, object)
    deepened = Signal(str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.stop: Stop | None = None
        self.editor: Editor | None = None
        self._levels: LevelsEditor | None = None
        self._opening = self._put_away(OpeningEditor())
        self._opening.given_to.connect(self.given)
        self._typed: dict[str, Editor] = {}
        self._rehearsed: list[Editor] = []
        self._build()

    def forget(self) -> None:
        """Another interview comes up: drop the editors of the last one's questionnaire."""
        if self.editor is not None:
            self._holder.removeWidget(self.editor)
            self.editor.hide()
        self.editor, self.stop = None, None
        for editor in (*self._typed.values(), *([self._levels] if self._levels else [])):
            editor.deleteLater()
        self._typed, self._levels, self._rehearsed = {}, None, []

    def show_stop(
        self, stop: Stop, state: InterviewState, path: Path, before: float | None
    ) -> None:
        """Bring up a stop; ``before``: the level of the previous interview, if any."""
        self.stop = stop
        section = path.section_of(stop)
        self._crumb.show_stop(section, stop)
        self._show_editor(self._editor(stop, state, before))
        self._texts(stop, state)
        self._show_deepening(stop, state)
        self.show_rejection("")

    def prepare(
        self, stop: Stop, session: Session, before: float | None
    ) -> Iterator[Callable[[], object]]:
        """What can be done ahead of bringing up ``stop``, probably the next: nothing shows yet."""
        item, answer = stop.item, session.shown(stop.item.id)
        if item.practice and self._levels is not None:
            wording = wording_of(item.practice, session.state.outcome.conditions)
            yield partial(self._voice.prepare, wording.question)
            yield from self._levels.prepare(wording, answer, before=before)
            return
        yield partial(self._voice.prepare, item.text)
        width = self._levels.card_width() if self._levels else None
        if stop.kind is StopKind.OPENING and width:
            yield from self._opening.prepare(answer, width)
            yield partial(self._rehearse, self._opening)
        elif item.question:
            yield partial(self._typed_editor, item.question)
            yield partial(self._rehearse, self._typed_editor(item.question))

    def refresh(self, session: Session) -> None:
        """Show the answer, the missing code and the contradictions of the present stop."""
        stop, editor = self.stop, self.editor
        if stop is None or editor is None:
            return
        item_id = stop.item.id
        answer, saved = session.shown(item_id), session.is_saved(item_id)
        editor.show_answer(answer, saved=saved)
        if stop.kind is StopKind.OPENING:
            wish = self._opening.wish_id
            self._opening.show_wish(session.shown(wish), saved=session.is_saved(wish))
        self.missing_row.refresh(session, stop)
        self._set_locked(locked=session.closed)
        ids = {item.id for item in stop.items}
        self._checks.tell([f for f in session.state.outcome.failures if ids & set(f.about)])

    def _set_locked(self, *, locked: bool) -> None:
        """A closed interview is read: the question itself takes the focus, so that keys work."""
        policy = Qt.FocusPolicy.StrongFocus if locked else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        self.setAccessibleName("Question d’un entretien clos" if locked else "Question")
        if self.editor:
            self.editor.setEnabled(not locked)

    def show_rejection(self, sentence: str) -> None:
        """Say why what was typed cannot be an answer (empty: nothing to say)."""
        self._rejection.setText(sentence)
        self._rejection.setVisible(bool(sentence))

    def give_missing(self, why: Missing) -> None:
        """Settle the stop without a value (all its items)."""
        if self.stop is not None:
            for item in self.stop.items:
                self.missing_given.emit(item.id, why)

    def clear(self) -> None:
        """Take the answer away."""
        if self.stop is not None:
            for item in self.stop.items:
                self.cleared.emit(item.id)

    def flush(self) -> bool:
        """Send what is typed and not sent yet; False when it cannot be read."""
        return self.editor.flush() if self.editor else True

    def take_focus(self) -> None:
        """Give the focus to the answer, or to the whole question when it can only be read."""
        if self.editor and self.editor.isEnabled():
            self.editor.take_focus()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        """As wide as it may be: Qt would wrap every text at a width that it never gets."""
        return QSize(self.maximumWidth(), 400)

    def controls(self) -> list[QWidget]:
        """Return the controls of the answer, then the missing answers, in tab order."""
        return [*(self.editor.controls() if self.editor else []), *self.missing]

    @property
    def missing(self) -> list[MissingButton]:
        """The missing-answer buttons."""
        return self.missing_row.buttons

    @property
    def rejection(self) -> str:
        """Why what was typed cannot be an answer, empty when nothing is wrong."""
        return self._rejection.text()

    @property
    def warnings(self) -> tuple[str, ...]:
        """The contradictions shown beside the answer."""
        return self._checks.told

    @property
    def question(self) -> str:
        """The question as shown."""
        return self._voice.text

    def _build(self) -> None:
        self._crumb = Crumb()
        self.missing_row = MissingRow()
        self.missing_row.chosen.connect(self.give_missing)
        self._voice = Paragraph("", fonts.serif(31), 39, max_width=700)
        voice = QVBoxLayout()
        voice.setContentsMargins(4, 4, 4, 8)
        voice.addWidget(self._voice)
        self._hint = label("", tone="2", wrap=True)
        self._hint.setContentsMargins(4, 0, 4, 0)
        self._rejection = label("", tone="error", wrap=True)
        self._rejection.setContentsMargins(4, 0, 4, 0)
        self._rejection.setAccessibleName("Réponse à corriger")
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._checks = Checks()
        self.deepen = LinkButton("")
        self.deepen.clicked.connect(self._ask_deepen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._crumb)
        layout.addLayout(voice)
        layout.addWidget(self._hint)
        layout.addLayout(self._holder)
        layout.addWidget(self._rejection)
        layout.addWidget(self.missing_row)
        layout.addLayout(self._checks)
        layout.addWidget(self.deepen)
        layout.addStretch(1)
        self.setMaximumWidth(CARDS_WIDTH + 24)

    def _texts(self, stop: Stop, state: InterviewState) -> None:
        item = stop.item
        hint = item.question.hint if item.question else ""
        text = item.text
        if item.practice:
            text = wording_of(item.practice, state.outcome.conditions).question
        elif stop.kind is StopKind.OPENING and stop.theme_id:
            hint = state.questionnaire.theme(stop.theme_id).why
        self._voice.set_text(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _show_deepening(self, stop: Stop, state: InterviewState) -> None:
        interview = state.interview
        short = interview.extent.value == "short" and stop.theme_id is not None
        self.deepen.setVisible(short and interview.state.value == "draft")
        self._deep = stop.theme_id in interview.deepened
        self.deepen.setText(
            "Revenir à l’essentiel de ce thème" if self._deep else "Approfondir ce thème"
        )
        self.deepen.updateGeometry()

    def _ask_deepen(self) -> None:
        if self.stop and self.stop.theme_id:
            self.deepened.emit(self.stop.theme_id, not self._deep)

    def _editor(self, stop: Stop, state: InterviewState, before: float | None) -> Editor:
        if stop.kind is StopKind.OPENING:
            self._opening.set_items(stop.items)
            return self._opening
        item = stop.item
        if item.practice:
            if self._levels is None:
                self._levels = LevelsEditor(state.questionnaire.scale)
                self._connect(self._levels)
            wording = wording_of(item.practice, state.outcome.conditions)
            self._levels.set_practice(wording, before=before)
            return self._levels
        assert item.question is not None
        return self._typed_editor(item.question)

    def _typed_editor(self, question: Question) -> Editor:
        if question.id not in self._typed:
            editor = self._put_away(editor_for(question))
            self._connect(editor)
            if isinstance(editor, LineEditor | TextEditor | SeriesEditor):
                editor.left.connect(self.left)
            self._typed[question.id] = editor
        return self._typed[question.id]

    def _put_away(self, editor: E) -> E:
        """Keep an editor here, unseen: it is dressed by the style once, and where it will stand."""
        editor.setParent(self)
        editor.hide()
        return editor

    def _rehearse(self, editor: Editor) -> None:
        """Dress, lay out and draw an editor once, out of sight, while another question is read."""
        width = self._levels.width() if self._levels else 0
        if width and editor not in self._rehearsed:
            self._rehearsed.append(editor)
            editor.resize(width, max(editor.heightForWidth(width), editor.sizeHint().height()))
            editor.grab()

    def _connect(self, editor: Editor) -> None:
        editor.given.connect(self._give)
        editor.cleared.connect(self.clear)
        editor.rejected.connect(self.show_rejection)

    def _give(self, value: object) -> None:
        if self.stop is not None:
            self.show_rejection("")
            self.given.emit(self.stop.item.id, value)

    def _show_editor(self, editor: Editor) -> None:
        if editor is self.editor:
            return
        last, self.editor = self.editor, editor
        self._holder.addWidget(editor)
        editor.show()
        if last is not None:
            if last.isAncestorOf(QApplication.focusWidget() or self):
                # First: else Qt looks for another place for the focus, all through the window.
                editor.take_focus()
            self._holder.removeWidget(last)
            last.hide()

    _deep = False

"""The dirigeant's screen, driven from the interview."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from consultant_app.restitution.drawing import Chart
from consultant_app.services.results import Results
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.stops import Path, Stop, is_settled
from consultant_app.ui.pages.second_profile import profile_chart
from consultant_app.ui.pages.second_screen import SecondScreen, other_screen
from consultant_app.ui.pages.second_view import SCENE_WORDS, profile_view, view_of
from consultant_app.ui.shell import Shell

OFF = "Écran du dirigeant\u00a0: éteint (F11)"


class SecondControl(QObject):
    """Opens and closes the second screen, and keeps it on what may be shown."""

    state_changed = Signal(str)
    key_pressed = Signal(object)

    def __init__(self, shell: Shell, page: QObject) -> None:
        super().__init__(page)
        self._shell = shell
        self._interview_id = ""
        self._last: Stop | None = None
        self._ended = ""
        self.screen: SecondScreen | None = None

    @property
    def is_open(self) -> bool:
        """Whether the dirigeant sees something."""
        return self.screen is not None

    def toggle(self, window: QWidget) -> None:
        """Open the screen (on the other display when there is one), or close it."""
        if self.screen is not None:
            self.close()
            return
        screen = SecondScreen()
        screen.closed.connect(self._closed)
        screen.key_pressed.connect(self._key)
        self.screen = screen
        screen.open_on(other_screen(window))

    def close(self) -> None:
        """Close the screen."""
        if self.screen is not None:
            self.screen.close()

    def follow(self, session: Session, path: Path, stop: Stop) -> None:
        """Show what may be shown of ``stop``; the profile when a theme has just ended."""
        self._interview_id = session.state.interview.id
        if self.screen is None:
            self._last = stop
            self.state_changed.emit(OFF)
            return
        if self._last is not None and self._last.section != stop.section:
            self._ended = self._ended_theme(session, path, self._last, stop)
            if self._ended:
                self._show_profile()
        self._last = stop
        if not self._ended or session.shown(stop.item.id).is_answered:
            self._ended = ""
            state = session.state
            answer = session.shown(stop.item.id)
            self.screen.present(view_of(stop.item, answer, state.questionnaire, state.outcome))
        self._tell()

    def _ended_theme(self, session: Session, path: Path, left: Stop, now: Stop) -> str:
        section = next((s for s in path.sections if s.id == left.section), None)
        if section is None or left.theme_id is None or session.shown(now.item.id).is_answered:
            return ""
        answers = session.answers()
        done = all(is_settled(stop, answers) for stop in section.stops)
        return session.state.questionnaire.theme(left.theme_id).title if done else ""

    def _show_profile(self) -> None:
        heading = f"{self._ended}\u00a0: voici où vous en êtes"

        def drawn(chart: Chart) -> None:
            if self.screen is not None and self._ended:
                self.screen.present(profile_view(heading, chart))
                self._tell()

        self._shell.tasks.database(self._profile, drawn, owner=self)

    def _profile(self) -> Chart:
        """The profile as it stands (called in the database thread)."""
        return profile_chart(Results(self._shell.unlocked).diagnosis(self._interview_id))

    def _tell(self) -> None:
        if self.screen is not None:
            words = SCENE_WORDS[self.screen.view.scene]
            self.state_changed.emit(f"Écran du dirigeant\u00a0: {words} (F11)")

    def _key(self, event: QEvent) -> None:
        key = getattr(event, "key", lambda: None)()
        if key in (Qt.Key.Key_F11, Qt.Key.Key_Escape):
            self.close()
        else:
            self.key_pressed.emit(event)

    def _closed(self) -> None:
        if self.screen is not None:
            self.screen.deleteLater()
            self.screen = None
        self.state_changed.emit(OFF)
